//! A session that the partner has ended without a connection. The device is cleared at once; the backend hears of it as soon as
//! it can. Until then no request takes the cookie along: nobody is signed in here.

use super::page;

/// The setting that names the path by which it ends. It tells of nobody, and stays when everything else goes.
const SETTING: &str = "recourse.parting";

/// The path by which the backend ends it; nothing when nothing is left to be ended.
pub fn path() -> Option<String> {
    page::setting(SETTING).filter(|path| !path.is_empty())
}

/// Notes that it is to be ended by this path. Says whether the device keeps that.
pub fn begin(path: &str) -> bool {
    page::keep_setting(SETTING, path);
    self::path().as_deref() == Some(path)
}

/// It is over, or another one has taken its place.
pub fn done() {
    if path().is_some() {
        page::keep_setting(SETTING, "");
    }
}
