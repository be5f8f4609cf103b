//! Mail that comes back: handed over as a mail server does, and what becomes of it.

use super::letters::{Mail, in_folder};
use super::{Backend, WithToken, command, send, until};
use recourse_contract::{Filed, Page, Update};
use std::process::Stdio;
use tokio::io::AsyncWriteExt;

/// Hands a mail over as a mail server does. Gives the exit status and what is printed.
pub async fn hand_over(backend: &Backend, mail: &[u8], more: &[&str]) -> (Option<i32>, String) {
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let arguments = [&["mail-in", "--url", &url, "--data", data.to_str().unwrap()], more].concat();
    let mut child = command(&arguments, &[]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(mail).await.unwrap();
    drop(input);
    let done = child.wait_with_output().await.unwrap();
    (done.status.code(), format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)))
}

/// The first mail to this address.
pub async fn mail_to(backend: &Backend, address: &str) -> Mail {
    until("the mail", async || {
        in_folder(&backend.data().join("mail")).into_iter().find(|mail| mail.header("to").contains(address))
    })
    .await
}

/// The entries of a ticket.
pub async fn thread(backend: &Backend, filed: &Filed) -> Vec<Update> {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.get(&path).with(filed)).await.found::<Page<Update>>().items
}

/// A mail with one plain text.
pub fn answer(to: &str, from: &str, id: &str, more: &str, text: &str) -> Vec<u8> {
    format!("From: Marie <{from}>\r\nTo: {to}\r\nMessage-ID: <{id}@x.example>\r\nSubject: Re: x\r\n{more}\r\n{text}\r\n")
        .into_bytes()
}
