//! A help page of another site with the app in it, and what it knows, asks and hears.

use crate::page::Page;
use crate::platform::service;
use crate::stage::Stage;
use crate::{Outcome, site};
use serde_json::json;

/// The element, as a help page has it.
pub const TAG: &str = "<recourse-centre flow=\"complaint\" topic=\"payments/blocked\" closable></recourse-centre>";

/// What the page does: it notes the events, says who the partner is, and knows the partner's telephone. A word works once, so
/// that each question takes the next.
pub fn host(tokens: &[String]) -> String {
    format!(
        "const centre = document.querySelector('recourse-centre'), tokens = {};
        window.heard = [];
        for (const name of ['ready', 'filed', 'resized', 'unread', 'closed']) {{
            centre.addEventListener(name, (event) => heard.push({{ name, ...event.detail }}));
        }}
        centre.prefill = {{ phone: '+33 4 65 71 20 34', email: 'nobody' }};
        if (tokens.length) centre.identity = async () => {{
            const next = Number(sessionStorage.next ?? 0);
            sessionStorage.next = next + 1;
            return tokens[next];
        }};",
        json!(tokens)
    )
}

/// Starts the backend with the key of the platform, and a help page that may frame it. Gives the page's origin.
///
/// # Errors
/// The backend does not start, or there is no free port.
pub async fn help(stage: &Stage, tag: &str, script: &str) -> Outcome<String> {
    help_at(stage, stage.backend.origin(), tag, script).await
}

/// The same where the page finds the app at this origin: that of a proxy.
///
/// # Errors
/// As [`help`].
pub async fn help_at(stage: &Stage, app: &str, tag: &str, script: &str) -> Outcome<String> {
    let file = stage.backend.scratch("identity.toml");
    std::fs::write(&file, service())?;
    let host = site::help(app, tag, script).await?;
    let service = file.display().to_string();
    stage.backend.restart(&["--empty", "--service", &service, "--frame-ancestors", &host]).await?;
    Ok(host)
}

/// Waits for an event that the page has heard, and stays outside the frame.
///
/// # Errors
/// It does not come in time.
pub async fn hears(page: &Page, name: &str) -> Outcome {
    page.driver().enter_default_frame().await?;
    let script = "return window.heard.some((event) => event.name === arguments[0])";
    page.until(&format!("the event `{name}`"), script, json!([name])).await
}

/// Waits until the page was asked this often who the partner is, and stays outside the frame.
///
/// # Errors
/// It is not asked so often in time.
pub async fn was_asked(page: &Page, times: usize) -> Outcome {
    page.driver().enter_default_frame().await?;
    let script = "return sessionStorage.next === arguments[0]";
    page.until(&format!("question {times} who the partner is"), script, json!([times.to_string()])).await
}
