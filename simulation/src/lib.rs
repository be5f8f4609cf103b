//! Whole devices and the real backend under seeded faults, on virtual time.
//!
//! Two or three devices of one partner run the real `core`; a handler works on the other side. The network loses, delays, repeats
//! and reorders what it carries, pages crash, disks fill up, sessions end, the backend restarts, a newer version of the app comes,
//! and drafts move from a frame into a tab. After each run everything that the partner was told is sent is in the backend once,
//! everything else is still on its device, and all devices show the same thread. One seed gives one run, to the last event.

mod device;
mod ledger;
mod log;
mod page;
mod server;
mod template;
mod world;

pub use log::Report;
pub use recourse_core::bugs::Bug;
pub use template::Template;
pub use world::run;
