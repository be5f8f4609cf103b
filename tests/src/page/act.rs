//! What a partner does in a browser, and what tests do to it.

use super::Page;
use crate::wait::until;
use crate::{Outcome, env};
use serde_json::{Value, json};
use std::path::Path;
use thirtyfour::common::keys::TypingData;
use thirtyfour::prelude::{By, Key, WebElement};

impl Page {
    /// Clicks on an element.
    ///
    /// # Errors
    /// It does not come in time, or cannot be clicked.
    pub async fn click(&self, css: &str) -> Outcome {
        until(&format!("a click on `{css}`"), async || {
            self.clicked(&self.driver().find(By::Css(css)).await?).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Clicks on it, scrolled to the middle when something at the edge of the window covers it: as people do.
    async fn clicked(&self, element: &WebElement) -> Outcome {
        if self.by_script {
            let press = "const [element] = arguments, list = element.closest('select');
                element.click();
                if (list) { element.selected = true; list.dispatchEvent(new Event('change', { bubbles: true })); }";
            self.driver().execute(press, vec![element.to_json()?]).await?;
        } else if element.click().await.is_err() {
            element.scroll_into_view().await?;
            element.click().await?;
        }
        Ok(())
    }

    /// Clicks on the first of the elements that holds a text.
    ///
    /// # Errors
    /// None comes in time, or it cannot be clicked.
    pub async fn click_on(&self, css: &str, text: &str) -> Outcome {
        until(&format!("a click on `{text}` at `{css}`"), async || {
            let Some(at) = self.texts(css).await?.iter().position(|found| found.contains(text)) else { return Ok(None) };
            let all = self.driver().find_all(By::Css(css)).await?;
            self.clicked(all.get(at).ok_or("it has just gone")?).await?;
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
            if self.by_script {
                let typed = "const [field, text] = arguments; field.focus(); field.value = text;
                    field.dispatchEvent(new Event('input', { bubbles: true }));";
                self.driver().execute(typed, vec![field.to_json()?, json!(text)]).await?;
                return Ok(Some(()));
            }
            field.send_keys(Key::Control + "a").await?;
            // A line break is a key as well; as a character, WebKit's driver swallows it.
            field.send_keys(Key::Delete + text.replace('\n', "\u{e007}")).await?;
            Ok(Some(()))
        })
        .await?;
        self.holds(id, text).await
    }

    /// Chooses a file in a field for files.
    ///
    /// # Errors
    /// The field does not come in time, or does not take it.
    pub async fn choose(&self, id: &str, file: &Path) -> Outcome {
        let field = self.find(&format!("#{id}")).await?;
        if !self.by_script {
            return Ok(field.send_keys(file.display().to_string()).await?);
        }
        // What the dialogue of the system would give.
        let chosen = "const [field, name, bytes] = arguments, chosen = new DataTransfer();
            chosen.items.add(new File([new Uint8Array(bytes)], name, { type: 'application/pdf' }));
            field.files = chosen.files;
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        let name = file.file_name().ok_or("a file has a name")?.to_string_lossy();
        let bytes = std::fs::read(file)?;
        self.driver().execute(chosen, vec![field.to_json()?, json!(name), json!(bytes)]).await?;
        Ok(())
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
    /// Tab does not reach it, or nothing shows that it has the focus.
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

    /// Moves on to a field with Tab and types into it.
    ///
    /// # Errors
    /// As [`Page::tab_to`], or the field does not take it.
    pub async fn type_into(&self, id: &str, text: &str) -> Outcome {
        self.tab_to(&format!("#{id}")).await?;
        // Enter in a line of text would send the form; in a text it is a new line.
        self.press(text).await?;
        self.holds(id, text).await
    }

    /// Touches an element with a fingertip. Only Chromium can.
    ///
    /// # Errors
    /// It does not come in time, is smaller than a fingertip (44 px), or something lies over it.
    pub async fn tap(&self, css: &str) -> Outcome {
        self.find(css).await?;
        let place = "const e = document.querySelector(arguments[0]); e.scrollIntoView({ block: 'center' });
            const box = e.getBoundingClientRect(); const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            const top = document.elementFromPoint(x, y);
            return top && (e.contains(top) || top.contains(e)) ? [x, y, box.width, box.height] : null";
        let spot = until(&format!("`{css}` under the finger"), async || {
            let spot = self.js(place, json!([css])).await?;
            Ok(serde_json::from_value::<Option<[f64; 4]>>(spot)?)
        })
        .await?;
        let [x, y, width, height] = spot;
        if width.min(height) < 44.0 {
            return Err(format!("`{css}` is {width} × {height} px: too small for a thumb").into());
        }
        let touch = |kind: &str, points: Value| json!({ "type": kind, "touchPoints": points });
        self.devtools("Input.dispatchTouchEvent", touch("touchStart", json!([{ "x": x, "y": y }]))).await?;
        self.devtools("Input.dispatchTouchEvent", touch("touchEnd", json!([]))).await?;
        Ok(())
    }

    /// Makes the screen that of a phone, with touch.
    ///
    /// # Errors
    /// The browser is none that takes DevTools commands.
    pub async fn become_phone(&self, width: u32, height: u32) -> Outcome {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 1 })).await?;
        self.until("the small screen", "return innerWidth === arguments[0]", json!([width])).await
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

    /// Whether it is a Chromium, which takes DevTools commands.
    pub fn takes_devtools(&self) -> bool {
        self.browser.devtools.is_some()
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
