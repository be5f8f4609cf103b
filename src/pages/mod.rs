//! The screens, one folder or file each.

pub mod complaint;
pub mod help;
pub mod home;
pub mod inbox;
pub mod sent;
pub mod ticket;
pub mod unknown;
