//! A browser at the app: what a partner sees. Everything that is looked at is waited for.

mod act;

use crate::Outcome;
use crate::browser::Browser;
use crate::wait::until;
use crate::words::plain;
use serde_json::{Value, json};
use std::sync::Arc;
use thirtyfour::prelude::By;
use thirtyfour::{WebDriver, WebElement};

/// A browser at an origin.
#[derive(Clone)]
pub struct Page {
    browser: Arc<Browser>,
    origin: String,
    by_script: bool,
}

impl Page {
    /// A browser at this origin.
    pub fn new(browser: Browser, origin: String) -> Self {
        Self { browser: Arc::new(browser), origin, by_script: false }
    }

    /// Clicks and types by script from now on: WebKitGTK's driver does not reach what stands in a frame.
    #[must_use]
    pub fn by_script(self) -> Self {
        Self { by_script: true, ..self }
    }

    /// The session.
    pub fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    /// Opens an address of the app, and waits for the app to stand.
    ///
    /// # Errors
    /// It does not stand in time.
    pub async fn goto(&self, path: &str) -> Outcome {
        self.open(&format!("{}{path}", self.origin)).await?;
        self.stands().await
    }

    /// Opens an address, and waits for nothing.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn open(&self, address: &str) -> Outcome {
        Ok(self.driver().goto(address).await?)
    }

    /// Loads the page again, and waits for the app to stand.
    ///
    /// # Errors
    /// It does not stand in time.
    pub async fn reload(&self) -> Outcome {
        self.driver().refresh().await?;
        self.stands().await
    }

    /// The same by a script: Firefox's driver goes past the service worker.
    ///
    /// # Errors
    /// It does not stand in time.
    pub async fn reload_by_script(&self) -> Outcome {
        self.js("window.before = true; setTimeout(() => location.reload())", json!([])).await?;
        self.until("the page anew", "return !window.before", json!([])).await?;
        self.stands().await
    }

    /// Waits for the app to stand in the place of the static page.
    ///
    /// # Errors
    /// It does not stand in time.
    pub async fn stands(&self) -> Outcome {
        self.until("the app to stand", "return document.querySelector('#main') && document.querySelector('#heading')", json!([]))
            .await
    }

    /// Goes into the app that a help page has in it.
    ///
    /// # Errors
    /// It is not there in time.
    pub async fn enter_centre(&self) -> Outcome {
        self.driver().enter_default_frame().await?;
        let script = "return document.querySelector('recourse-centre')?.shadowRoot?.querySelector('iframe')";
        let frame =
            until("the frame of the app", async || Ok(self.driver().execute(script, Vec::new()).await?.element().ok())).await?;
        frame.enter_frame().await?;
        self.stands().await
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// The script throws.
    pub async fn js(&self, script: &str, args: Value) -> Outcome<Value> {
        let args = if let Value::Array(args) = args { args } else { vec![args] };
        Ok(self.driver().execute(script, args).await?.json().clone())
    }

    /// Waits until a script gives something true.
    ///
    /// # Errors
    /// It does not in time.
    pub async fn until(&self, what: &str, script: &str, args: Value) -> Outcome {
        until(what, async || {
            let answer = self.js(script, args.clone()).await?;
            let is_false = matches!(answer, Value::Null | Value::Bool(false)) || answer == json!(0) || answer == json!("");
            Ok((!is_false).then_some(()))
        })
        .await
    }

    /// Waits for the heading of a screen.
    ///
    /// # Errors
    /// It does not come in time.
    pub async fn heading(&self, text: &str) -> Outcome {
        self.shows("#heading", text).await
    }

    /// Waits until one of the elements holds a text.
    ///
    /// # Errors
    /// It does not in time; what stands there is told.
    pub async fn shows(&self, css: &str, text: &str) -> Outcome {
        let shown = until(&format!("`{text}` at `{css}`"), async || {
            Ok(self.texts(css).await?.iter().any(|found| found.contains(text)).then_some(()))
        })
        .await;
        let Err(error) = shown else { return Ok(()) };
        Err(format!("{error}; there was {:?}", self.texts(css).await?).into())
    }

    /// Waits until no element holds a text.
    ///
    /// # Errors
    /// One still does.
    pub async fn hides(&self, css: &str, text: &str) -> Outcome {
        until(&format!("no `{text}` at `{css}`"), async || {
            Ok((!self.texts(css).await?.iter().any(|found| found.contains(text))).then_some(()))
        })
        .await
    }

    /// The texts of all elements, as they stand.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn texts(&self, css: &str) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)";
        let found: Vec<String> = serde_json::from_value(self.js(script, json!([css])).await?)?;
        Ok(found.iter().map(|text| plain(text)).collect())
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn count(&self, css: &str) -> Outcome<usize> {
        Ok(self.texts(css).await?.len())
    }

    /// The element, once it is there.
    ///
    /// # Errors
    /// It does not come in time.
    pub async fn find(&self, css: &str) -> Outcome<WebElement> {
        until(&format!("`{css}`"), async || Ok(self.driver().find(By::Css(css)).await.map(Some)?)).await
    }

    /// What stands in a field, or which choice is made.
    ///
    /// # Errors
    /// There is no such field.
    pub async fn value(&self, id: &str) -> Outcome<String> {
        let css = format!("#{id}");
        self.find(&css).await?;
        let value = self.js("return document.querySelector(arguments[0]).value", json!([css])).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for a field to hold a value.
    ///
    /// # Errors
    /// It does not in time.
    pub async fn holds(&self, id: &str, text: &str) -> Outcome {
        let css = format!("#{id}");
        let held = self.until(&format!("`{text}` in `{css}`"), VALUE_IS, json!([css, text])).await;
        let Err(error) = held else { return Ok(()) };
        Err(format!("{error}; it holds {:?}", self.value(id).await).into())
    }

    /// Waits until the focus is on an element.
    ///
    /// # Errors
    /// It is elsewhere; that is told.
    pub async fn focused(&self, css: &str) -> Outcome {
        let script = "return document.activeElement?.matches(arguments[0])";
        let Err(error) = self.until(&format!("the focus on `{css}`"), script, json!([css])).await else { return Ok(()) };
        let now = self.js("return document.activeElement?.outerHTML?.slice(0, 200)", json!([])).await?;
        Err(format!("{error}; it is on {now}").into())
    }

    /// The path of the address, with its fragment.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn path(&self) -> Outcome<String> {
        let path = self.js("return location.pathname + location.search + location.hash", json!([])).await?;
        Ok(path.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the path ends so.
    ///
    /// # Errors
    /// It does not in time.
    pub async fn path_ends(&self, end: &str) -> Outcome {
        self.until(&format!("the path to end with `{end}`"), "return location.pathname.endsWith(arguments[0])", json!([end]))
            .await
    }

    /// Waits for an address: its path and query, below the base of the app.
    ///
    /// # Errors
    /// It stays another one.
    pub async fn address_ends(&self, end: &str) -> Outcome {
        let ends = "return (location.pathname + location.search).endsWith(arguments[0])";
        self.until(&format!("the address to end with `{end}`"), ends, json!([end])).await
    }

    /// The title of the tab.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn title(&self) -> Outcome<String> {
        Ok(plain(&self.driver().title().await?))
    }

    /// Waits for the tab to have a title.
    ///
    /// # Errors
    /// It does not in time; what it has is told.
    pub async fn titled(&self, title: &str) -> Outcome {
        let asked = until(&format!("the title `{title}`"), async || Ok((self.title().await? == title).then_some(()))).await;
        let Err(error) = asked else { return Ok(()) };
        Err(format!("{error}; it is {:?}", self.title().await?).into())
    }
}

const VALUE_IS: &str = "return document.querySelector(arguments[0])?.value === arguments[1]";
