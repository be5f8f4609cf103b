//! Work that waits for a pause, so that it does not run with each letter.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// Work that is put off again each time something happens. It goes with the owner in which it was made.
#[derive(Clone, Copy)]
pub struct Pause {
    length: Duration,
    work: Callback<()>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Pause {
    /// `work` waits until nothing has happened for `length`.
    pub fn new(length: Duration, work: impl Fn() + Send + Sync + 'static) -> Self {
        let pause = Self { length, work: Callback::new(move |()| work()), timer: StoredValue::new(None) };
        on_cleanup(move || {
            pause.stop();
        });
        pause
    }

    /// Something happened: the pause begins anew.
    pub fn begin(self) {
        self.stop();
        let timer = set_timeout_with_handle(move || self.end(), self.length).ok();
        let _ = self.timer.try_set_value(timer);
    }

    /// What waits is done at once.
    pub fn end(self) {
        if self.stop() {
            let _ = self.work.try_run(());
        }
    }

    /// Says whether something waited.
    fn stop(self) -> bool {
        let timer = self.timer.try_update_value(Option::take).flatten();
        timer.inspect(TimeoutHandle::clear).is_some()
    }
}
