//! One constant per message of `public/locales/*.json`, written by the build script.

/// The name of a message. Every key exists in every catalogue: the build sees to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub(super) &'static str);

impl Key {
    /// As it stands in the catalogues.
    pub fn name(self) -> &'static str {
        self.0
    }
}

include!(concat!(env!("OUT_DIR"), "/keys.rs"));
