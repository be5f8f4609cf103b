//! A mail from standard input, handed to a running backend.

use super::Ended;
use super::client::key_of;
use crate::http::MailTaken;
use crate::serve::HANDLER_KEY;
use reqwest::StatusCode;
use std::io::Read;
use std::path::Path;

/// EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again.
const TRY_AGAIN: u8 = 75;

/// Hands it over.
pub(super) async fn run(url: &str, key: Option<&str>, data: &Path, recipient: Option<&str>) -> Result<(), Ended> {
    let again = |reason: String| Ended { code: TRY_AGAIN, reason };
    let mut message = Vec::new();
    if let Some(recipient) = recipient.filter(|recipient| !recipient.contains(['\r', '\n'])) {
        message.extend(format!("X-Original-To: {recipient}\r\n").into_bytes());
    }
    std::io::stdin().read_to_end(&mut message).map_err(|fault| again(format!("standard input: {fault}")))?;
    let key = key_of(key, &data.join(HANDLER_KEY)).map_err(again)?;
    let client = reqwest::Client::builder().no_proxy().build().map_err(|fault| again(fault.to_string()))?;
    let request = client.post(format!("{}/handler/mail-in", url.trim_end_matches('/')));
    let request = request.bearer_auth(key).header("content-type", "message/rfc822").body(message);
    let answer = request.send().await.map_err(|_| again(format!("{url} does not answer: is it running?")))?;
    match answer.status() {
        StatusCode::OK => {
            let taken: MailTaken = answer.json().await.map_err(|_| again("the answer cannot be read".into()))?;
            let name = serde_json::to_value(taken.taken).ok().and_then(|name| name.as_str().map(str::to_owned));
            println!("{}: {}", name.unwrap_or_default(), taken.reason);
            Ok(())
        }
        // It never gets smaller.
        StatusCode::PAYLOAD_TOO_LARGE => Err(Ended { code: 1, reason: "the mail is too large".into() }),
        status => Err(again(format!("the backend answered {status}"))),
    }
}
