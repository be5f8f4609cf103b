//! What `cargo xtask test` names: the built app, the backend's binary, the tools.

use std::path::{Path, PathBuf};

/// The built app.
pub fn dist() -> PathBuf {
    named("RECOURSE_DIST")
}

/// The backend's binary.
pub fn backend() -> PathBuf {
    named("RECOURSE_BACKEND")
}

/// A file below the folder of tools that npm and cargo have installed.
pub fn tool(path: &str) -> PathBuf {
    named("RECOURSE_TOOLS").join(path)
}

/// A file of the clone.
pub fn clone(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace").join(path)
}

/// Where pictures of failures go.
pub fn pictures() -> PathBuf {
    std::env::var_os("RECOURSE_PICTURES").map_or_else(|| clone("target/browser-tests"), PathBuf::from)
}

fn named(variable: &str) -> PathBuf {
    std::env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| panic!("{variable} is not set: run `cargo xtask test`"))
}
