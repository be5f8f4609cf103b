//! Files go up in pieces, and what has arrived is not sent again.
#![allow(missing_docs)]

use recourse_tests::files::{Files, PNG, pdf};
use recourse_tests::form::Complaint;
use recourse_tests::page::Page;
use recourse_tests::proxy::{Mode, Proxy};
use recourse_tests::stage::{Stage, stage};
use recourse_tests::wait::until;
use recourse_tests::words::Words;
use recourse_tests::{Outcome, form};
use serde_json::json;
use std::path::Path;

const SIZE: usize = 6 * 1024 * 1024;

/// Chooses files, as a partner does in the browser's dialogue.
async fn choose(page: &Page, path: &Path) -> Outcome {
    page.find("#attachments-input").await?.send_keys(path.display().to_string()).await?;
    Ok(())
}

/// Hands a picture over: dropped onto the field, or pasted into the message.
async fn hand_over(page: &Page, kind: &str, css: &str, name: &str) -> Outcome {
    let script = "
        const bytes = Uint8Array.from(atob(arguments[3]), (sign) => sign.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], arguments[2], { type: 'image/png' }));
        const target = document.querySelector(arguments[1]);
        target.focus();
        const how = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
        target.dispatchEvent(arguments[0] === 'drop' ? new DragEvent('drop', how) : new ClipboardEvent('paste', how));";
    page.js(script, json!([kind, css, name, PNG])).await?;
    Ok(())
}

async fn uploaded(page: &Page, words: &Words, name: &str) -> Outcome {
    page.shows(".file", name).await?;
    page.shows(".file", &words.t("attachment.done")).await
}

/// The names of what the only ticket of this partner has with it.
async fn names(stage: &Stage, complaint: &Complaint) -> Outcome<Vec<String>> {
    let mails = stage.backend.mails_to(complaint.email).await?;
    assert_eq!(mails.len(), 1, "mails: {mails:#?}");
    let link = mails[0].link().ok_or("no private link in the mail")?;
    let (path, token) = link.split_once("#k=").ok_or("no token in the link")?;
    let id = path.rsplit('/').next().unwrap_or_default();
    let (ticket, _) = stage.backend.ticket(id, token).await?;
    Ok(ticket.attachments.into_iter().map(|attachment| attachment.name).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_with_the_complaint() {
    stage("a_file_goes_with_the_complaint", |stage| async move {
        let (page, words, complaint, files) = (stage.page().await?, stage.words(), Complaint::default(), Files::new()?);
        form::to_message(&page, &words, &complaint).await?;
        choose(&page, &files.put("facture été.pdf", &pdf(SIZE))?).await?;
        uploaded(&page, &words, "facture été.pdf").await?;
        // The same one again, and one of a kind that is not taken: told, and not sent.
        choose(&page, &files.put("facture été.pdf", &pdf(SIZE))?).await?;
        page.shows(".attachments .error", &words.t("attachment.twice")).await?;
        choose(&page, &files.put("setup.exe", b"MZ")?).await?;
        page.shows(".attachments .error", &words.t("attachment.type")).await?;
        choose(&page, &files.put("empty.pdf", b"")?).await?;
        page.shows(".attachments .error", &words.t("attachment.empty")).await?;
        hand_over(&page, "drop", ".attachments", "dropped.png").await?;
        page.shows(".file", "dropped.png").await?;
        hand_over(&page, "paste", "#message", "dropped.png").await?;
        page.shows(".attachments .error", &words.t("attachment.twice")).await?;
        page.click_on(".file:has(img) button", &words.t("attachment.remove")).await?;
        page.hides(".file", "dropped.png").await?;
        page.shows(".attachments [role=status]", &words.fill("attachment.removed", &[("name", "dropped.png")])).await?;
        hand_over(&page, "paste", "#message", "pasted.png").await?;
        page.shows(".file", "pasted.png").await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.shows(".file", "facture été.pdf").await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        page.shows(".stored .file", "facture été.pdf").await?;
        assert_eq!(names(&stage, &complaint).await?, ["facture été.pdf", "pasted.png"]);
        // Nothing of it is left on the device, neither its files nor its draft, and that stays so.
        let left = "
            const open = indexedDB.open('recourse');
            open.onsuccess = () => {
                const look = open.result.transaction(['files', 'drafts']), found = [];
                for (const store of ['files', 'drafts']) {
                    look.objectStore(store).getAllKeys().onsuccess = (event) => found.push(...event.target.result);
                }
                look.oncomplete = () => { window.left = found.length; open.result.close(); };
            };";
        page.js(left, json!([])).await?;
        page.until("the files to be forgotten", "return window.left === 0", json!([])).await?;
        page.goto("/").await?;
        page.heading(&words.t("home.title")).await?;
        page.js(left, json!([])).await?;
        page.until("nothing to have come back", "return window.left === 0", json!([])).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_upload_sends_only_the_rest_after_a_restart() {
    stage("a_cut_upload_sends_only_the_rest_after_a_restart", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        let files = Files::new()?;
        let bytes = pdf(SIZE);
        let size = u64::try_from(bytes.len())?;
        form::to_message(&page, &words, &complaint).await?;
        proxy.set(Mode::CutAfter(size * 6 / 10));
        choose(&page, &files.put("scan.pdf", &bytes)?).await?;
        page.shows(".file", &words.t("trouble.unreachable")).await?;
        stage.backend.kill().await?;
        stage.backend.start_again().await?;
        let before = proxy.pieces();
        let confirmed: u64 = before.iter().filter(|piece| piece.answered).map(|piece| piece.bytes).sum();
        assert!(confirmed > 0, "pieces: {before:?}");
        proxy.set(Mode::Pass);
        // A reload in the middle changes nothing.
        page.reload().await?;
        let retry = format!(".file button[aria-label^='{}']", words.t("attachment.retry"));
        let go_on = "document.querySelector(arguments[0])?.click(); return !document.querySelector('.file progress')";
        page.shows(".file", "scan.pdf").await?;
        page.until("the rest to go up", go_on, json!([retry])).await?;
        uploaded(&page, &words, "scan.pdf").await?;
        let after: u64 = proxy.pieces()[before.len()..].iter().map(|piece| piece.bytes).sum();
        assert!(after <= size - confirmed, "{after} bytes for a rest of {}", size - confirmed);
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        assert_eq!(names(&stage, &complaint).await?, ["scan.pdf"]);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_waits_for_its_file() {
    stage("a_complaint_waits_for_its_file", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        let files = Files::new()?;
        form::to_message(&page, &words, &complaint).await?;
        proxy.set(Mode::HoldPatches);
        choose(&page, &files.put("scan.pdf", &pdf(SIZE))?).await?;
        page.shows(".file", "scan.pdf").await?;
        form::go_on(&page, &words.t("check.title")).await?;
        let posts = proxy.posts();
        page.click(form::ON).await?;
        page.heading(&words.t("sending.title")).await?;
        page.shows(".notice", &words.t("trouble.files")).await?;
        page.shows(".notice .file", "scan.pdf").await?;
        // It can still be changed.
        page.shows(".notice button", &words.t("sending.edit")).await?;
        assert_eq!(proxy.posts(), posts, "sent without its file");
        proxy.set(Mode::Pass);
        form::sent(&page, &words).await?;
        assert_eq!(names(&stage, &complaint).await?, ["scan.pdf"]);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_send_a_file_once() {
    stage("two_tabs_send_a_file_once", |stage| async move {
        let proxy = Proxy::start(stage.backend.address()).await?;
        let (page, words, complaint) = (stage.page_at(proxy.origin()).await?, stage.words(), Complaint::default());
        let files = Files::new()?;
        let bytes = pdf(SIZE);
        let draft = form::to_message(&page, &words, &complaint).await?;
        proxy.set(Mode::HoldPatches);
        choose(&page, &files.put("scan.pdf", &bytes)?).await?;
        page.shows(".file", "scan.pdf").await?;
        let first = page.driver().window().await?;
        let second = page.driver().new_tab().await?;
        page.driver().switch_to_window(second).await?;
        page.goto(&format!("{draft}/message")).await?;
        page.shows(".file", "scan.pdf").await?;
        proxy.set(Mode::Pass);
        uploaded(&page, &words, "scan.pdf").await?;
        page.driver().switch_to_window(first).await?;
        uploaded(&page, &words, "scan.pdf").await?;
        let sent: u64 = proxy.pieces().iter().map(|piece| piece.bytes).sum();
        assert_eq!(sent, u64::try_from(bytes.len())?);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_may_be_a_file_alone() {
    stage("a_reply_may_be_a_file_alone", |stage| async move {
        let filed = stage.backend.file("files@example.com").await?;
        let (page, words, files) = (stage.page().await?, stage.words(), Files::new()?);
        page.goto(&format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token)).await?;
        hand_over(&page, "drop", ".attachments", "photo.png").await?;
        uploaded(&page, &words, "photo.png").await?;
        choose(&page, &files.put("bill.pdf", &pdf(2_000))?).await?;
        page.shows(".file", "bill.pdf").await?;
        page.click_on("form.reply button[type=submit]", &words.t("reply.send")).await?;
        page.shows(".entries .stored .file", "photo.png").await?;
        page.shows(".entries .stored .file", "bill.pdf").await?;
        page.until("the preview", "return document.querySelector('.preview img')?.naturalWidth === 1", json!([])).await?;
        page.until("the box to be empty", "return !document.querySelector('form.reply .file')", json!([])).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_what_it_says_is_refused_with_its_reason() {
    stage("what_is_not_what_it_says_is_refused_with_its_reason", |stage| async move {
        let (page, words, complaint, files) = (stage.page().await?, stage.words(), Complaint::default(), Files::new()?);
        form::to_message(&page, &words, &complaint).await?;
        choose(&page, &files.put("bill.pdf", &b"MZ this is no PDF ".repeat(100))?).await?;
        let refused = words.before("attachment.refused-why");
        page.shows(".file.wrong", &refused).await?;
        form::go_on(&page, &words.t("check.title")).await?;
        page.click(form::ON).await?;
        // It does not go as if the file were with it.
        page.focused("#attachments-input").await?;
        page.shows(".attachments .error", &words.t("attachment.hold-up")).await?;
        page.click_on(".file button", &words.t("attachment.remove")).await?;
        until("the file to go", async || Ok((page.count(".file").await? == 0).then_some(()))).await?;
        page.focused("#attachments-input").await?;
        assert_eq!(page.count(".attachments .error").await?, 0);
        page.click(form::ON).await?;
        form::sent(&page, &words).await?;
        assert!(names(&stage, &complaint).await?.is_empty());
        Ok(())
    })
    .await;
}
