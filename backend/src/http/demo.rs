//! `/demo/mail`: what the backend has sent, for a newcomer without a mailbox. Only in the demo.

use super::App;
use super::assets::escaped;
use super::problem::Refusal;
use crate::mail::{code_letter, compose, notice_letter, private_link};
use crate::staff;
use crate::store::{MailRow, Target};
use crate::words::Words;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;

const SHOWN: u32 = 100;

pub(super) fn routes() -> Router<App> {
    let css = || async { ([(header::CONTENT_TYPE, "text/css")], include_str!("demo.css")) };
    Router::new().route("/demo/mail", get(mail)).route("/demo/mail.css", get(css))
}

async fn mail(State(app): State<App>) -> Result<impl IntoResponse, Refusal> {
    let base = app.base();
    let mut entries = String::new();
    let mut letters: Vec<Vec<MailRow>> = Vec::new();
    for mail in app.store.recent_mail(SHOWN).await? {
        // What went out together is one mail.
        match letters.iter_mut().find(|all| all.iter().any(|one| (&one.ticket, one.sent_at) == (&mail.ticket, mail.sent_at))) {
            Some(together) => together.insert(0, mail),
            None => letters.push(vec![mail]),
        }
    }
    for mut together in letters {
        together.sort_by_key(|mail| mail.number);
        let (Some(ticket), Some(mail)) = (app.store.ticket(&together[0].ticket).await?, together.last()) else { continue };
        let composed = compose(&*app.store, &app.file, &app.key, &app.public_url, app.reply_to.as_ref(), &together).await?;
        let Some(letter) = composed else { continue };
        let link = private_link(&app.public_url, &app.key, &ticket);
        // The same text as the mail's; only the link can be followed, on whatever origin this page was opened.
        let here = link.strip_prefix(&*app.public_url).map_or(link.clone(), |path| format!("{base}{path}"));
        let linked = format!("<a href=\"{}\">{}</a>", escaped(&here), escaped(&link));
        let text = escaped(&letter.text).replace(&escaped(&link), &linked);
        let zone = &app.file.default_language().service.platform.time_zone;
        let at = Words::of("en").moment(mail.created_at, zone);
        let state = if mail.sent_at.is_some() { "sent" } else { "waits to be sent" };
        entries.push_str(&format!(
            "<article lang=\"{}\"><header><h2>{}</h2><p lang=\"en\">To {} · {at} · {state}</p></header><pre>{text}</pre></article>",
            escaped(&ticket.partner.language),
            escaped(&letter.subject),
            escaped(&letter.to),
        ));
    }
    for row in app.store.recent_staff_mail(SHOWN).await? {
        let (Target::Mail(address), Some(ticket)) = (&row.target, app.store.ticket(&row.ticket).await?) else { continue };
        let composed = staff::compose(&*app.store, &app.file, &row, address, &ticket).await?;
        let Some(letter) = composed else { continue };
        entries.push_str(&format!(
            "<article lang=\"{}\"><header><h2>{}</h2><p lang=\"en\">To {} · staff</p></header><pre>{}</pre></article>",
            escaped(&app.file.team().language),
            escaped(&letter.subject),
            escaped(&letter.to),
            escaped(&letter.text),
        ));
    }
    let mut notices = Vec::new();
    for kind in ["solved", "question", "asked"] {
        notices.extend(app.store.recent_notices(kind, SHOWN).await?);
    }
    for notice in notices {
        let Some(letter) = notice_letter(&*app.store, &app.file, &app.public_url, &notice).await? else { continue };
        // Once it has gone out the address is forgotten.
        let to = if letter.to.is_empty() { "somebody who asked for it · sent".to_owned() } else { escaped(&letter.to) };
        entries.push_str(&format!(
            "<article lang=\"{}\"><header><h2>{}</h2><p lang=\"en\">To {to}</p></header><pre>{}</pre></article>",
            escaped(&notice.language),
            escaped(&letter.subject),
            escaped(&letter.text),
        ));
    }
    let mut codes = String::new();
    for code in app.store.live_codes(app.clock.now()).await? {
        let letter = code_letter(&app.key.code(&code.email, &code.nonce), &code.email, &code.language, &app.file);
        codes.push_str(&format!(
            "<article lang=\"{}\"><header><h2>{}</h2><p lang=\"en\">To {}</p></header><pre>{}</pre></article>",
            escaped(&code.language),
            escaped(&letter.subject),
            escaped(&letter.to),
            escaped(&letter.text),
        ));
    }
    entries.insert_str(0, &codes);
    if entries.is_empty() {
        entries = "<p>No mail yet. File a complaint: its acknowledgement appears here.</p>".into();
    }
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Mail of the demo</title><link rel=\"stylesheet\" href=\"{base}/demo/mail.css\">\
         <main><h1>Mail of the demo</h1><p>What the backend sends to partners, and to staff if the service file names them. This page exists in the demo only. \
         <a href=\"{base}/\">Back to the complaint centre</a></p>{entries}</main></html>"
    );
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)))
}
