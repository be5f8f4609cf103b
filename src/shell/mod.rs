//! The browser: one file per thing that it does for us. With `ui/`, the only users of web-sys.

pub mod article;
pub mod attachments;
pub mod backend;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod device;
pub mod facts;
pub mod files;
pub mod focus;
pub mod go;
pub mod http;
pub mod live;
pub mod locks;
pub mod me;
pub mod network;
pub mod page;
pub mod pause;
pub mod report;
pub mod scroll;
pub mod session;
pub mod storage;
pub mod tabs;
pub mod uploads;
pub mod verify;
pub mod words;
