//! What a partner does in a browser, and what tests do to it.

use super::Page;
use crate::wait::until;
use crate::{Outcome, env};
use serde_json::{Value, json};
use thirtyfour::common::keys::TypingData;
use thirtyfour::prelude::{By, Key};

impl Page {
    /// Clicks on an element.
    ///
    /// # Errors
    /// It does not come in time, or cannot be clicked.
    pub async fn click(&self, css: &str) -> Outcome {
        until(&format!("a click on `{css}`"), async || {
            self.driver().find(By::Css(css)).await?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Clicks on the first of the elements that holds a text.
    ///
    /// # Errors
    /// None comes in time, or it cannot be clicked.
    pub async fn click_on(&self, css: &str, text: &str) -> Outcome {
        until(&format!("a click on `{text}` at `{css}`"), async || {
            let Some(at) = self.texts(css).await?.iter().position(|found| found.contains(text)) else { return Ok(None) };
            let all = self.driver().find_all(By::Css(css)).await?;
            all.get(at).ok_or("it has just gone")?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Replaces what stands in a field.
    ///
    /// # Errors
    /// The field does not come in time, or does not take it.
    pub async fn fill(&self, id: &str, text: &str) -> Outcome {
        let css = format!("#{id}");
        until(&format!("typing into `{css}`"), async || {
            let field = self.driver().find(By::Css(&css)).await?;
            field.send_keys(Key::Control + "a").await?;
            // A line break is a key as well; as a character, WebKit's driver swallows it.
            field.send_keys(Key::Delete + text.replace('\n', "\u{e007}")).await?;
            Ok(Some(()))
        })
        .await?;
        self.holds(id, text).await
    }

    /// Presses keys, wherever the focus is.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Outcome {
        Ok(self.driver().action_chain().send_keys(keys).perform().await?)
    }

    /// Moves on with Tab until the focus is on an element. It has to be visible there.
    ///
    /// # Errors
    /// Tab does not lead there, or nobody would see it.
    pub async fn tab_to(&self, css: &str) -> Outcome {
        for _ in 0..60 {
            self.press(Key::Tab).await?;
            if self.js("return document.activeElement.matches(arguments[0])", json!([css])).await? == true {
                let ring = "const s = getComputedStyle(document.activeElement); const l = document.activeElement.closest('label');
                    return document.activeElement.matches(':focus-visible') && (s.outlineStyle !== 'none' || s.boxShadow !== 'none'
                        || (l !== null && getComputedStyle(l).outlineStyle !== 'none'))";
                return self.until(&format!("a visible focus on `{css}`"), ring, json!([])).await;
            }
        }
        Err(format!("Tab does not reach `{css}`").into())
    }

    /// Keeps a picture and the source of the page. Gives where.
    ///
    /// # Errors
    /// The browser is gone, or the folder cannot be written.
    pub async fn keep_picture(&self, name: &str) -> Outcome<String> {
        let folder = env::pictures();
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        self.driver().screenshot(&file).await?;
        std::fs::write(file.with_extension("html"), self.driver().source().await?)?;
        Ok(file.display().to_string())
    }

    /// A DevTools command of Chromium.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn devtools(&self, command: &str, params: Value) -> Outcome<Value> {
        let address = self.browser.devtools.as_ref().ok_or("only Chromium takes DevTools commands")?;
        let answer = reqwest::Client::new().post(address).json(&json!({ "cmd": command, "params": params })).send().await?;
        let answer: Value = answer.error_for_status()?.json().await?;
        Ok(answer["value"].clone())
    }
}
