//! A new version of the app: what is told of it, and when this page gives way to it.
//!
//! A page is of one build. The worker that answers for its files may be of a later one by now, and a still later one may
//! wait for the partner to let it. No page is loaded anew under the partner's hands: the one that asked for it is, once
//! everything typed is on the device; the others are told, and go on.

/// What a page knows of versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The build of this page.
    build: String,
    /// Whether a new version is on the device and waits.
    waits: bool,
    /// Whether another tab has let a new version take over.
    older: bool,
    /// Whether the partner wants the new version here, now.
    asked: bool,
    /// Whether everything typed is on the device, since it was asked for.
    kept: bool,
    /// Whether something typed would have been lost.
    unkept: bool,
}

impl Model {
    /// A page of this build.
    pub fn new(build: String) -> Self {
        Self { build, ..Self::default() }
    }

    /// What is to be told.
    pub fn news(&self) -> Option<News> {
        match self {
            Self { asked: true, .. } => Some(News::Updating),
            Self { unkept: true, .. } => Some(News::Unkept),
            Self { waits: true, .. } => Some(News::Ready),
            Self { older: true, .. } => Some(News::Older),
            _ => None,
        }
    }
}

/// What the partner is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A new version is ready, and waits for a word.
    Ready,
    /// It takes over.
    Updating,
    /// It would take over, but the device does not have everything that was typed.
    Unkept,
    /// Another tab has the new version; this page is of an earlier one.
    Older,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A new version is on the device and waits.
    Waits,
    /// The worker that answers for this page says of which build it is.
    Answers(String),
    /// The partner wants the new version.
    Asked,
    /// Whether everything that was typed is on the device.
    Kept(bool),
    /// The new version has not taken over in time.
    Late,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// See to it that everything typed is on the device, and say whether it is: [`Event::Kept`].
    Keep,
    /// Let the version that waits take over. If nothing comes of it in a while: [`Event::Late`].
    Activate,
    /// Load the page anew.
    Reload,
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Option<Effect> {
    match event {
        Event::Waits => {
            model.waits = true;
            None
        }
        Event::Answers(build) => {
            if build == model.build {
                return None;
            }
            // The one that waited is the one that answers.
            (model.older, model.waits) = (true, false);
            (model.asked && model.kept).then_some(Effect::Reload)
        }
        Event::Asked if model.asked => None,
        Event::Asked => {
            (model.asked, model.kept, model.unkept) = (true, false, false);
            Some(Effect::Keep)
        }
        Event::Kept(false) => {
            (model.asked, model.unkept) = (false, true);
            None
        }
        Event::Kept(true) if !model.asked => None,
        Event::Kept(true) => {
            model.kept = true;
            // Unless another tab was quicker.
            Some(if model.waits { Effect::Activate } else { Effect::Reload })
        }
        Event::Late => (model.asked && model.kept).then_some(Effect::Reload),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(events: &[Event]) -> (Model, Vec<Effect>) {
        let mut model = Model::new("b1".into());
        let effects = events.iter().cloned().filter_map(|event| update(&mut model, event)).collect();
        (model, effects)
    }

    fn answers(build: &str) -> Event {
        Event::Answers(build.into())
    }

    #[test]
    fn the_first_worker_changes_nothing() {
        let (model, effects) = after(&[answers("b1")]);
        assert_eq!((model.news(), effects), (None, vec![]));
    }

    #[test]
    fn a_new_version_waits_for_a_word() {
        let (model, effects) = after(&[answers("b1"), Event::Waits]);
        assert_eq!((model.news(), effects), (Some(News::Ready), vec![]));
        let (model, effects) = after(&[answers("b1"), Event::Waits, Event::Asked, Event::Asked]);
        assert_eq!((model.news(), effects), (Some(News::Updating), vec![Effect::Keep]));
        let (_, effects) = after(&[Event::Waits, Event::Asked, Event::Kept(true), answers("b2")]);
        assert_eq!(effects, [Effect::Keep, Effect::Activate, Effect::Reload]);
    }

    #[test]
    fn nothing_that_was_typed_is_lost_for_it() {
        let (model, effects) = after(&[Event::Waits, Event::Asked, Event::Kept(false)]);
        assert_eq!((model.news(), effects), (Some(News::Unkept), vec![Effect::Keep]));
        let (model, effects) = after(&[Event::Waits, Event::Asked, Event::Kept(false), Event::Asked, Event::Kept(true)]);
        assert_eq!((model.news(), effects), (Some(News::Updating), vec![Effect::Keep, Effect::Keep, Effect::Activate]));
    }

    #[test]
    fn other_tabs_are_told_and_go_on() {
        let (model, effects) = after(&[Event::Waits, answers("b2")]);
        assert_eq!((model.news(), effects), (Some(News::Older), vec![]));
        let (_, effects) = after(&[Event::Waits, answers("b2"), Event::Asked, Event::Kept(true)]);
        assert_eq!(effects, [Effect::Keep, Effect::Reload]);
        // The other tab was quicker than the device.
        let (_, effects) = after(&[Event::Waits, Event::Asked, answers("b2"), Event::Kept(true)]);
        assert_eq!(effects, [Effect::Keep, Effect::Reload]);
        // A third one comes while this page is still of the first.
        let (model, _) = after(&[Event::Waits, answers("b2"), Event::Waits]);
        assert_eq!(model.news(), Some(News::Ready));
    }

    #[test]
    fn a_worker_that_says_nothing_holds_nobody_up() {
        let (_, effects) = after(&[Event::Waits, Event::Asked, Event::Kept(true), Event::Late]);
        assert_eq!(effects, [Effect::Keep, Effect::Activate, Effect::Reload]);
        assert_eq!(after(&[Event::Waits, Event::Late]).1, []);
    }

    proptest! {
        #[test]
        fn no_page_reloads_unasked_or_with_something_unkept(events in proptest::collection::vec(0..7_u8, 0..20)) {
            let mut model = Model::new("b1".into());
            let mut is_kept = false;
            for number in events {
                let event = match number {
                    0 => Event::Waits,
                    1 => answers("b1"),
                    2 => answers("b2"),
                    3 => Event::Asked,
                    4 => Event::Late,
                    number => Event::Kept(number == 5),
                };
                // What is kept is only said when it was asked for.
                if matches!(event, Event::Kept(_)) && !model.asked {
                    continue;
                }
                is_kept = match event {
                    Event::Asked if !model.asked => false,
                    Event::Kept(kept) => kept,
                    _ => is_kept,
                };
                let was_asked = model.asked;
                let effect = update(&mut model, event);
                let is_end = matches!(effect, Some(Effect::Reload | Effect::Activate));
                prop_assert!(!is_end || (was_asked && is_kept));
            }
        }
    }
}
