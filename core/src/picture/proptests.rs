//! Random hands at work on a small picture, held against a picture made of real pixels.

use super::{Area, Event, Model, Said, Side, Tool, update};
use proptest::prelude::*;

/// Each pixel tells where it stood at first; a black one tells nothing.
type Pixels = Vec<Vec<Option<(u32, u32)>>>;

fn pixels(area: Area) -> Pixels {
    let row = |y: u32| (area.left..area.left + area.width).map(|x| Some((x, y))).collect();
    (area.top..area.top + area.height).map(row).collect()
}

/// Does one step to the pixels as they are now, as a program would that knows of no other step.
fn apply(pixels: &mut Pixels, tool: Tool, area: Area) {
    let (rows, columns) =
        (area.top as usize..(area.top + area.height) as usize, area.left as usize..(area.left + area.width) as usize);
    match tool {
        Tool::BlackOut => pixels[rows].iter_mut().for_each(|row| row[columns.clone()].fill(None)),
        Tool::Crop => *pixels = pixels[rows].iter().map(|row| row[columns.clone()].to_vec()).collect(),
    }
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    (-20.0_f64..140.0, -20.0_f64..140.0)
}

#[derive(Clone, Debug)]
enum Act {
    Took(Tool),
    Drag((f64, f64), (f64, f64)),
    Tap((f64, f64)),
    Lose((f64, f64)),
    Move(Side, bool),
    Apply,
    Undo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let side = prop::sample::select(vec![Side::Left, Side::Right, Side::Up, Side::Down]);
    let one = prop_oneof![
        2 => prop::sample::select(vec![Tool::BlackOut, Tool::Crop]).prop_map(Act::Took),
        4 => (place(), place()).prop_map(|(from, to)| Act::Drag(from, to)),
        2 => place().prop_map(Act::Tap),
        1 => place().prop_map(Act::Lose),
        4 => (side, any::<bool>()).prop_map(|(side, is_stretch)| Act::Move(side, is_stretch)),
        2 => Just(Act::Apply),
        1 => Just(Act::Undo),
    ];
    prop::collection::vec(one, 0..40)
}

/// The preview is always 120 wide and 100 high here.
const SHOWN: (f64, f64) = (120.0, 100.0);

fn events(model: &Model, act: &Act) -> Vec<Event> {
    let at = |place: &(f64, f64)| model.pixel(*place, SHOWN);
    match act {
        Act::Took(tool) => vec![Event::Took(*tool)],
        Act::Drag(from, to) => vec![Event::Pressed(at(from)), Event::Dragged(at(to)), Event::Released(at(to))],
        Act::Tap(place) => vec![Event::Pressed(at(place)), Event::Released(at(place))],
        Act::Lose(place) => vec![Event::Pressed(at(place)), Event::Lost],
        Act::Move(side, false) => vec![Event::Moved(*side)],
        Act::Move(side, true) => vec![Event::Stretched(*side)],
        Act::Apply => vec![Event::Applied],
        Act::Undo => vec![Event::Undone],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Steps one after the other on real pixels give what the edit makes of the first picture at once; every rectangle
    /// stays in the picture; taking back gives what was before.
    #[test]
    fn the_edit_is_what_was_done(size in (1_u32..60, 1_u32..50), acts in acts()) {
        let whole = Area::whole(size);
        let mut model = Model::new(size);
        let mut states = vec![pixels(whole)];
        for act in acts {
            for event in events(&model, &act) {
                let (tool, frame, before) = (model.tool, model.frame(), model.edit());
                let pending = model.chosen();
                let said = update(&mut model, event);
                prop_assert!(whole.holds(model.frame()));
                prop_assert!(model.chosen().is_none_or(|area| whole.holds(area)));
                match said {
                    Some(Said::BlackedOut) => {
                        let area = *model.edit().black.last().expect("it was just made");
                        let mut now = states.last().expect("the first stays").clone();
                        apply(&mut now, tool, area.within(frame));
                        states.push(now);
                        prop_assert!(event != Event::Applied || pending.and_then(|area| area.common(frame)) == Some(area));
                    }
                    Some(Said::Cropped(width, height)) => {
                        let area = model.frame();
                        prop_assert!(frame.holds(area));
                        prop_assert_eq!((area.width, area.height), (width, height));
                        let mut now = states.last().expect("the first stays").clone();
                        apply(&mut now, tool, area.within(frame));
                        states.push(now);
                    }
                    Some(Said::TakenBack) => {
                        states.pop();
                    }
                    Some(Said::Chosen { left, top, width, height }) => {
                        prop_assert!(left <= 100 && top <= 100 && width <= 100 && height <= 100);
                        prop_assert!(model.chosen().is_some_and(|area| frame.holds(area)));
                    }
                    Some(Said::Corner) | None => prop_assert_eq!(model.edit(), before),
                }
            }
        }
        let edit = model.edit();
        let mut made = pixels(whole);
        edit.black.iter().for_each(|area| apply(&mut made, Tool::BlackOut, *area));
        apply(&mut made, Tool::Crop, edit.crop);
        prop_assert_eq!(&made, states.last().expect("the first stays"));
        // All the way back.
        while update(&mut model, Event::Undone).is_some() {}
        prop_assert!(!model.is_changed());
        prop_assert_eq!(model.edit().crop, whole);
        prop_assert!(model.edit().black.is_empty());
    }
}

#[test]
fn a_place_of_the_preview_is_a_pixel_of_the_picture() {
    let mut model = Model::new((1000, 500));
    assert_eq!(model.pixel((50.0, 25.0), (100.0, 50.0)), (500, 250));
    assert_eq!(model.pixel((-3.0, 99.0), (100.0, 50.0)), (0, 499));
    assert_eq!(model.pixel((5.0, 5.0), (0.0, 0.0)), (0, 0));
    // After a crop, the same place is another pixel.
    update(&mut model, Event::Took(Tool::Crop));
    for event in [Event::Pressed((200, 100)), Event::Dragged((399, 299)), Event::Released((399, 299))] {
        update(&mut model, event);
    }
    assert_eq!(model.frame(), Area { left: 200, top: 100, width: 200, height: 200 });
    assert_eq!(model.pixel((50.0, 25.0), (100.0, 50.0)), (300, 200));
}

#[test]
fn two_taps_do_what_a_drag_does() {
    let mut model = Model::new((1000, 500));
    for place in [(100, 100), (300, 200)] {
        update(&mut model, Event::Pressed(place));
        let said = update(&mut model, Event::Released(place));
        assert_eq!(said, Some(if place.0 == 100 { Said::Corner } else { Said::BlackedOut }));
    }
    assert_eq!(model.edit().black, [Area { left: 100, top: 100, width: 201, height: 101 }]);
}

#[test]
fn the_keyboard_alone_blacks_out() {
    let mut model = Model::new((1000, 500));
    assert_eq!(update(&mut model, Event::Applied), None);
    let said = update(&mut model, Event::Moved(Side::Left));
    assert_eq!(said, Some(Said::Chosen { left: 25, top: 25, width: 50, height: 50 }));
    update(&mut model, Event::Moved(Side::Left));
    update(&mut model, Event::Stretched(Side::Down));
    assert_eq!(update(&mut model, Event::Applied), Some(Said::BlackedOut));
    assert_eq!(model.edit().black, [Area { left: 240, top: 125, width: 500, height: 255 }]);
    assert_eq!(update(&mut model, Event::Undone), Some(Said::TakenBack));
    assert_eq!(update(&mut model, Event::Undone), None);
}
