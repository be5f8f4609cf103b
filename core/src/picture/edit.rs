//! Blacking out and cropping as a machine: events in, what a screen reader is told out.
//!
//! Every rectangle is counted in pixels of the picture as it came, whatever was cropped in between: a step never moves
//! those before it, and taking the last one back is all that *undo* has to do.

use super::Area;

/// What the next rectangle does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// What lies in it becomes black.
    BlackOut,
    /// What lies outside of it goes.
    Crop,
}

/// Where an arrow key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Named after where they lead.
pub enum Side {
    Left,
    Right,
    Up,
    Down,
}

/// What was done to the picture, as its file is made: all in pixels of the picture as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is left of it.
    pub crop: Area,
    /// What becomes black, each within the crop.
    pub black: Vec<Area>,
}

/// A picture while it is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// What the next rectangle does.
    pub tool: Tool,
    size: (u32, u32),
    steps: Vec<(Tool, Area)>,
    /// The rectangle that is being drawn, or that the keyboard moves.
    chosen: Option<Area>,
    /// Where the pointer went down.
    pressed: Option<(u32, u32)>,
    /// The corner that a first tap has marked.
    corner: Option<(u32, u32)>,
}

impl Model {
    /// A picture of this width and height, untouched.
    pub fn new(size: (u32, u32)) -> Self {
        let size = (size.0.max(1), size.1.max(1));
        Self { tool: Tool::BlackOut, size, steps: Vec::new(), chosen: None, pressed: None, corner: None }
    }

    /// What is left of the picture, and seen.
    pub fn frame(&self) -> Area {
        let crop = self.steps.iter().rev().find(|(tool, _)| *tool == Tool::Crop);
        crop.map_or(Area::whole(self.size), |(_, area)| *area)
    }

    /// What was done to it.
    pub fn edit(&self) -> Edit {
        let crop = self.frame();
        let black = self.steps.iter().filter(|(tool, _)| *tool == Tool::BlackOut).filter_map(|(_, area)| area.common(crop));
        Edit { crop, black: black.collect() }
    }

    /// The rectangle that is not applied yet.
    pub fn chosen(&self) -> Option<Area> {
        self.chosen
    }

    /// Whether there is anything to take back.
    pub fn is_changed(&self) -> bool {
        !self.steps.is_empty()
    }

    /// The pixel under a place of the preview, which shows the frame in this width and height. A place beside it is the
    /// nearest pixel in it.
    pub fn pixel(&self, place: (f64, f64), shown: (f64, f64)) -> (u32, u32) {
        let frame = self.frame();
        let along = |at: f64, shown: f64, first: u32, count: u32| {
            let part = if shown > 0.0 { (at / shown).clamp(0.0, 1.0) } else { 0.0 };
            first + ((part * f64::from(count)) as u32).min(count - 1)
        };
        (along(place.0, shown.0, frame.left, frame.width), along(place.1, shown.1, frame.top, frame.height))
    }

    /// Half a hundredth of the longer side: a hand that trembles is still a tap.
    fn is_tap(&self, from: (u32, u32), to: (u32, u32)) -> bool {
        let frame = self.frame();
        let most = frame.width.max(frame.height) / 200;
        from.0.abs_diff(to.0) <= most && from.1.abs_diff(to.1) <= most
    }

    fn apply(&mut self, area: Area) -> Option<Said> {
        let area = area.common(self.frame())?;
        self.steps.push((self.tool, area));
        self.corner = None;
        match self.tool {
            // The keyboard goes on from here.
            Tool::BlackOut => {
                self.chosen = Some(area);
                Some(Said::BlackedOut)
            }
            Tool::Crop => {
                self.chosen = None;
                Some(Said::Cropped(area.width, area.height))
            }
        }
    }

    /// Where the rectangle lies, in hundredths of what is seen.
    fn whereabouts(&self, area: Area) -> Said {
        let (frame, area) = (self.frame(), area.within(self.frame()));
        let part = |length: u32, of: u32| ((u64::from(length) * 100 + u64::from(of) / 2) / u64::from(of)) as u32;
        Said::Chosen {
            left: part(area.left, frame.width),
            top: part(area.top, frame.height),
            width: part(area.width, frame.width),
            height: part(area.height, frame.height),
        }
    }
}

/// What happens to the picture. Places are pixels of the picture, see [`Model::pixel`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Another tool.
    Took(Tool),
    /// The pointer went down.
    Pressed((u32, u32)),
    /// It moves while it is down.
    Dragged((u32, u32)),
    /// It went up.
    Released((u32, u32)),
    /// It was taken away: a call came in, the browser scrolls.
    Lost,
    /// The keyboard moves the rectangle.
    Moved(Side),
    /// The keyboard moves its far edge.
    Stretched(Side),
    /// The rectangle holds.
    Applied,
    /// The last step is taken back.
    Undone,
}

/// What is told to those who do not see the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A part is black.
    BlackedOut,
    /// The rest is gone; this width and height are left.
    Cropped(u32, u32),
    /// A step was taken back.
    TakenBack,
    /// The first corner is marked.
    Corner,
    /// Where the rectangle lies, in hundredths of what is seen.
    #[allow(missing_docs)] // Named after what they measure.
    Chosen { left: u32, top: u32, width: u32, height: u32 },
}

/// Takes an event, and says what is to be told.
pub fn update(model: &mut Model, event: Event) -> Option<Said> {
    match event {
        Event::Took(tool) => {
            model.tool = tool;
            (model.corner, model.pressed) = (None, None);
            None
        }
        Event::Pressed(place) => {
            model.pressed = Some(place);
            None
        }
        Event::Dragged(place) => {
            let from = model.pressed?;
            if !model.is_tap(from, place) {
                model.corner = None;
                model.chosen = Some(Area::between(from, place));
            }
            None
        }
        Event::Released(place) => released(model, place),
        Event::Lost => {
            (model.pressed, model.chosen, model.corner) = (None, None, None);
            None
        }
        Event::Moved(side) => Some(moved(model, side, false)),
        Event::Stretched(side) => Some(moved(model, side, true)),
        Event::Applied => {
            let area = model.chosen?;
            model.apply(area)
        }
        Event::Undone => {
            model.steps.pop()?;
            (model.chosen, model.pressed, model.corner) = (None, None, None);
            Some(Said::TakenBack)
        }
    }
}

/// A drag draws a rectangle; two taps mark its corners, for those who cannot drag (WCAG 2.2, 2.5.7).
fn released(model: &mut Model, place: (u32, u32)) -> Option<Said> {
    let from = model.pressed.take()?;
    if !model.is_tap(from, place) {
        return model.apply(Area::between(from, place));
    }
    match model.corner.take() {
        Some(corner) => model.apply(Area::between(corner, place)),
        None => {
            model.corner = Some(place);
            model.chosen = Some(Area::between(place, place));
            Some(Said::Corner)
        }
    }
}

/// One hundredth of what is seen at a time, and always within it.
fn moved(model: &mut Model, side: Side, is_stretch: bool) -> Said {
    let frame = model.frame();
    let Some(area) = model.chosen.and_then(|area| area.common(frame)) else {
        let area = frame.middle();
        model.chosen = Some(area);
        return model.whereabouts(area);
    };
    // Seen from the corner of the frame.
    let mut area = area.within(frame);
    let step = |length: u32| (length / 100).max(1);
    let (across, along) = (step(frame.width), step(frame.height));
    if is_stretch {
        match side {
            Side::Left => area.width = area.width.saturating_sub(across).max(1),
            Side::Right => area.width = (area.width + across).min(frame.width - area.left),
            Side::Up => area.height = area.height.saturating_sub(along).max(1),
            Side::Down => area.height = (area.height + along).min(frame.height - area.top),
        }
    } else {
        match side {
            Side::Left => area.left = area.left.saturating_sub(across),
            Side::Right => area.left = (area.left + across).min(frame.width - area.width),
            Side::Up => area.top = area.top.saturating_sub(along),
            Side::Down => area.top = (area.top + along).min(frame.height - area.height),
        }
    }
    let area = Area { left: area.left + frame.left, top: area.top + frame.top, ..area };
    model.chosen = Some(area);
    model.corner = None;
    model.whereabouts(area)
}
