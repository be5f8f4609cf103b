//! A test's surroundings: started for it, ended after it, and told of when it fails.

use crate::Outcome;
use crate::backend::Backend;
use crate::browser::{self, Browser};
use crate::look::Look;
use crate::page::Page;
use crate::words::Words;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use tokio::task::{LocalSet, spawn_local};

/// Browsers are heavy: this many tests of one file at a time.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Words of the browser's console that no test may leave behind.
const ALARMS: [&str; 3] = ["Content Security Policy", "panicked at", "Uncaught"];

/// The surroundings of one test.
pub struct Stage {
    /// The backend.
    pub backend: Backend,
    look: Look,
    pages: Mutex<Vec<Page>>,
    expected: Mutex<Option<&'static str>>,
}

impl Stage {
    /// This alarm on the browser's console belongs to the test.
    pub fn expects(&self, alarm: &'static str) {
        *self.expected.lock().expect("no thread panics with it") = Some(alarm);
    }

    /// The texts in the language of the browsers.
    pub fn words(&self) -> Words {
        Words::of(self.look.language)
    }

    /// A new browser profile at the backend.
    ///
    /// # Errors
    /// The browser does not start.
    pub async fn page(&self) -> Outcome<Page> {
        self.page_at(self.backend.origin()).await
    }

    /// A new browser profile at an origin.
    ///
    /// # Errors
    /// The browser does not start.
    pub async fn page_at(&self, origin: &str) -> Outcome<Page> {
        let port = origin.rsplit(':').next().unwrap_or_default();
        let origin = match self.look.name {
            Some(name) => format!("http://{name}:{port}"),
            None => origin.to_owned(),
        };
        let browser = browser::chromium(&self.look, port).await?;
        Ok(self.show(browser, origin))
    }

    /// A browser that was started elsewhere, at an origin.
    pub fn show(&self, browser: Browser, origin: String) -> Page {
        let page = Page::new(browser, origin);
        self.pages.lock().expect("no thread panics with them").push(page.clone());
        page
    }

    async fn tell(&self, name: &str) {
        for (number, page) in self.pages().iter().enumerate() {
            match page.keep_picture(&format!("{name}-{number}")).await {
                Ok(file) => eprintln!("{name}: the page is kept as {file}"),
                Err(error) => eprintln!("{name}: no picture: {error}"),
            }
            eprintln!("{name}: console: {:#?}", console(page).await);
        }
        eprintln!("{name}: the backend said:\n{}", self.backend.lines().await.join("\n"));
    }

    fn pages(&self) -> Vec<Page> {
        self.pages.lock().expect("as above").clone()
    }
}

/// Runs a test with ordinary browsers in French.
pub async fn stage<T>(name: &str, test: impl FnOnce(Arc<Stage>) -> T)
where
    T: Future<Output = Outcome> + 'static,
{
    stage_with(name, Look::french(), test).await;
}

/// Runs a test. When it fails, pictures and logs tell how it looked.
///
/// # Panics
/// The test fails.
pub async fn stage_with<T>(name: &str, look: Look, test: impl FnOnce(Arc<Stage>) -> T)
where
    T: Future<Output = Outcome> + 'static,
{
    let _turn = TURNS.acquire().await.expect("it is never closed");
    let backend = Backend::start().await.unwrap_or_else(|error| panic!("{name}: {error}"));
    let stage = Arc::new(Stage { backend, look, pages: Mutex::default(), expected: Mutex::default() });
    // A task of its own, so that a panic can be told of before it goes on.
    let test = test(stage.clone());
    let outcome = LocalSet::new().run_until(async { spawn_local(test).await }).await;
    let failure = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(error) => Some(format!("it panicked: {error}")),
    };
    let mut alarms = Vec::new();
    if failure.is_some() {
        stage.tell(name).await;
    } else {
        for page in stage.pages() {
            let expected = *stage.expected.lock().expect("as above");
            let is_alarm = |line: &String| {
                ALARMS.iter().any(|alarm| line.contains(alarm)) && expected.is_none_or(|expected| !line.contains(expected))
            };
            alarms.extend(console(&page).await.into_iter().filter(is_alarm));
        }
    }
    for page in stage.pages() {
        // A browser that has gone already is no fault of the test.
        let _ = page.driver().clone().quit().await;
    }
    if let Some(failure) = failure {
        panic!("{name}: {failure}");
    }
    assert!(alarms.is_empty(), "{name}: the browser's console says {alarms:#?}");
}

/// What the browser has written to its console; only Chromium tells.
async fn console(page: &Page) -> Vec<String> {
    match page.driver().browser_log().await {
        Ok(entries) => entries.into_iter().map(|entry| format!("{entry:?}")).collect(),
        Err(_) => Vec::new(),
    }
}
