//! News as they come: when a stream of events is open, when it is tried again, and what is read in the meantime.
//!
//! One stream for each tab that can be seen, none for hidden ones. A stream that fails comes back after a pause that
//! doubles; one that has been silent for too long is given up, as a sleeping device or a broken connection does not say
//! that it is gone. A machine: events in, effects out.

mod parser;

pub use parser::{Parser, ServerEvent};

/// First pause after a failure, in milliseconds; it doubles each time.
const FIRST_PAUSE: i64 = 1_000;
/// Longest pause.
const LONGEST_PAUSE: i64 = 60_000;
/// How long an open stream may be silent: the backend gives a sign of life every 20 to 30 seconds.
const SILENCE: i64 = 45_000;
/// How long a stream may take to open; a proxy that keeps it back is like none.
const OPENING: i64 = 15_000;

/// Where the stream stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Off,
    /// Since when.
    Opening(i64),
    /// The last sign of life.
    Open(i64),
    /// Until when.
    Pausing(i64),
}

/// The stream of one tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Whether somebody is signed in and the backend has events.
    wanted: bool,
    /// Whether the tab can be seen.
    visible: bool,
    state: State,
    /// Which connection; what is heard of an earlier one is stale.
    connection: u32,
    failures: u32,
    /// The id of the last event that was heard.
    last_id: Option<String>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Whether a stream is wanted.
    Wanted(bool, i64),
    /// Whether the tab can be seen.
    Visible(bool, i64),
    /// Something came over this connection, perhaps an event with this id.
    Heard(u32, Option<String>, i64),
    /// This connection has ended, or could not be made. The last number spreads those that come back together.
    Closed(u32, i64, i64),
    /// It is time to look.
    Woke(i64),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open a stream, going on after this event.
    Connect(u32, Option<String>),
    /// Close the stream.
    Disconnect,
    /// Send [`Event::Woke`] at this time, and at no time that was asked for before.
    WakeAt(i64),
    /// Read the news: some may have come while nothing was heard.
    CatchUp,
}

impl Model {
    /// Whether news come by themselves.
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    fn connect(&mut self, now: i64) -> Vec<Effect> {
        self.connection += 1;
        self.state = State::Opening(now);
        vec![Effect::Connect(self.connection, self.last_id.clone()), Effect::WakeAt(now + OPENING)]
    }

    fn disconnect(&mut self) -> Vec<Effect> {
        let was_on = matches!(self.state, State::Opening(_) | State::Open(_));
        self.state = State::Off;
        if was_on { vec![Effect::Disconnect] } else { Vec::new() }
    }

    fn failed(&mut self, now: i64, jitter: i64) -> Vec<Effect> {
        let pause = FIRST_PAUSE.saturating_mul(1 << self.failures.min(10)).min(LONGEST_PAUSE) + jitter;
        self.failures += 1;
        self.state = State::Pausing(now + pause);
        vec![Effect::WakeAt(now + pause)]
    }
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let was_due = model.wanted && model.visible;
    match event {
        Event::Wanted(wanted, now) => {
            if wanted && !model.wanted {
                // Another session: its events have other ids.
                model.last_id = None;
            }
            model.wanted = wanted;
            switched(model, was_due, now)
        }
        Event::Visible(visible, now) => {
            model.visible = visible;
            switched(model, was_due, now)
        }
        Event::Heard(connection, id, now) if connection == model.connection => {
            let mut effects = Vec::new();
            match model.state {
                // Not everything can be gone on from: what was read elsewhere, or what came before the first event.
                State::Opening(_) => effects.extend([Effect::CatchUp, Effect::WakeAt(now + SILENCE)]),
                State::Open(_) => {}
                State::Off | State::Pausing(_) => return Vec::new(),
            }
            model.state = State::Open(now);
            model.failures = 0;
            model.last_id = id.or(model.last_id.take());
            effects
        }
        Event::Closed(connection, now, jitter) if connection == model.connection => match model.state {
            State::Opening(_) | State::Open(_) => model.failed(now, jitter),
            State::Off | State::Pausing(_) => Vec::new(),
        },
        Event::Heard(..) | Event::Closed(..) => Vec::new(),
        Event::Woke(now) => match model.state {
            State::Pausing(until) if now >= until => model.connect(now),
            State::Pausing(until) => vec![Effect::WakeAt(until)],
            State::Opening(since) if now >= since + OPENING => {
                let mut effects = model.disconnect();
                effects.extend(model.failed(now, 0));
                effects
            }
            State::Opening(since) => vec![Effect::WakeAt(since + OPENING)],
            State::Open(heard) if now >= heard + SILENCE => {
                let mut effects = model.disconnect();
                effects.extend(model.connect(now));
                effects
            }
            State::Open(heard) => vec![Effect::WakeAt(heard + SILENCE)],
            State::Off => Vec::new(),
        },
    }
}

/// A stream that is due now opens at once, whatever the pause; one that is no longer due closes.
fn switched(model: &mut Model, was_due: bool, now: i64) -> Vec<Effect> {
    match (was_due, model.wanted && model.visible) {
        (false, true) => {
            model.failures = 0;
            model.connect(now)
        }
        (true, false) => model.disconnect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stream_opens_fails_comes_back_and_goes_on_where_it_was() {
        let mut model = Model::default();
        assert_eq!(update(&mut model, Event::Visible(true, 0)), []);
        let opening = update(&mut model, Event::Wanted(true, 0));
        assert_eq!(opening, [Effect::Connect(1, None), Effect::WakeAt(OPENING)]);
        assert_eq!(update(&mut model, Event::Heard(1, None, 10)), [Effect::CatchUp, Effect::WakeAt(10 + SILENCE)]);
        assert!(model.is_live());
        assert_eq!(update(&mut model, Event::Heard(1, Some("7".into()), 20)), []);
        assert_eq!(update(&mut model, Event::Closed(1, 30, 5)), [Effect::WakeAt(1_035)]);
        assert!(!model.is_live());
        assert_eq!(update(&mut model, Event::Woke(1_035))[0], Effect::Connect(2, Some("7".into())));
        assert_eq!(update(&mut model, Event::Closed(1, 1_036, 0)), [], "an earlier one");
        assert_eq!(update(&mut model, Event::Closed(2, 1_040, 0)), [Effect::WakeAt(3_040)], "twice as long");
        // Seen again, at once.
        assert_eq!(update(&mut model, Event::Visible(false, 1_050)), []);
        assert_eq!(update(&mut model, Event::Visible(true, 1_060))[0], Effect::Connect(3, Some("7".into())));
        assert_eq!(update(&mut model, Event::Heard(3, None, 1_070)), [Effect::CatchUp, Effect::WakeAt(1_070 + SILENCE)]);
        // Silent for too long.
        assert_eq!(update(&mut model, Event::Woke(2_000)), [Effect::WakeAt(1_070 + SILENCE)]);
        let silent = update(&mut model, Event::Woke(1_070 + SILENCE));
        assert_eq!(silent[..2], [Effect::Disconnect, Effect::Connect(4, Some("7".into()))]);
        assert_eq!(update(&mut model, Event::Wanted(false, 90_000)), [Effect::Disconnect]);
    }

    fn events() -> impl Strategy<Value = Vec<(u8, bool, i64)>> {
        prop::collection::vec((0_u8..6, any::<bool>(), 0_i64..50_000), 0..60)
    }

    proptest! {
        /// Never two streams, never one that is not due; while one is due, there is one or a time to look.
        #[test]
        fn there_is_one_stream_or_a_time_to_look(steps in events()) {
            let (mut model, mut now, mut open, mut wakes) = (Model::default(), 0, None::<u32>, Vec::<i64>::new());
            for (kind, flag, later) in steps {
                now += later;
                wakes.retain(|at| *at > now);
                let event = match kind {
                    0 => Event::Wanted(flag, now),
                    1 => Event::Visible(flag, now),
                    2 => Event::Heard(if flag { model.connection } else { 1 }, flag.then(|| now.to_string()), now),
                    3 => Event::Closed(if flag { model.connection } else { 1 }, now, 3),
                    _ => Event::Woke(now),
                };
                if let Event::Closed(connection, ..) = event {
                    open.take_if(|open| *open == connection);
                }
                for effect in update(&mut model, event) {
                    match effect {
                        Effect::Connect(connection, _) => {
                            prop_assert!(open.is_none(), "two at once");
                            open = Some(connection);
                        }
                        Effect::Disconnect => { open = None; }
                        Effect::WakeAt(at) => wakes.push(at),
                        Effect::CatchUp => {}
                    }
                }
                let due = model.wanted && model.visible;
                prop_assert!(due || open.is_none());
                // The shell wakes it at each time that has come.
                if wakes.iter().all(|at| *at <= now) {
                    for effect in update(&mut model, Event::Woke(now)) {
                        match effect {
                            Effect::Connect(connection, _) => open = Some(connection),
                            Effect::Disconnect => open = None,
                            Effect::WakeAt(at) => wakes.push(at),
                            Effect::CatchUp => {}
                        }
                    }
                }
                prop_assert!(!due || wakes.iter().any(|at| *at > now), "{model:?} {wakes:?} {now}");
            }
        }
    }
}
