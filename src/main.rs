//! The app: Leptos views and one interpreter per effect. Decisions live in `core/`; this crate renders and performs.

mod app;
mod pages;
mod pictures;
mod shell;
mod start;
mod ui;

fn main() {
    start::start();
}
