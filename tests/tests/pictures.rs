//! Evidence from the device: photos lose what the camera wrote into them, what is blacked out is gone from the file, and
//! technical details are sent as they were shown.
#![allow(missing_docs)]

use recourse_contract::BASE_PATH;
use recourse_contract::ticket::Ticket;
use recourse_tests::Outcome;
use recourse_tests::axe::faults;
use recourse_tests::form::{self, Complaint};
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::words::Words;
use serde_json::{Value, json};

/// 48 × 32, the left half red, the right half blue.
const PHOTO: &[u8] = include_bytes!("pictures/photo.jpg");
/// 120 × 80, green.
const SCREEN: &[u8] = include_bytes!("pictures/screen.png");
/// What a camera and its programs write, and nobody else needs to know.
const SECRETS: [&str; 5] = ["Exif", "Camera Maker", "http://ns.adobe.com/xap", "GPSLatitude", "written by the camera"];

const ARROW_LEFT: &str = "\u{e012}";
const ENTER: &str = "\u{e007}";

fn has(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// A segment of a JPEG file (ITU T.81, B.1.1.4).
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short one");
    [&[0xff, marker][..], &length.to_be_bytes(), content].concat()
}

/// An entry of a directory (TIFF 6.0, 2): tag, type, count, value.
fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
}

/// The photo as a phone makes it: held upright (orientation 6), with maker, place, XMP and a comment.
fn from_a_phone() -> Vec<u8> {
    // The directory has three entries and ends at 50; the maker's name comes after it, the place's directory at 64.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x03\0".to_vec();
    exif.extend(entry(0x010f, 2, 13, 50));
    exif.extend(entry(0x0112, 3, 1, 6));
    exif.extend(entry(0x8825, 4, 1, 64));
    exif.extend(b"\0\0\0\0Camera Maker\0\0\x02\0");
    exif.extend(entry(1, 2, 2, u32::from(b'N')));
    exif.extend(entry(2, 5, 3, 94));
    exif.extend([0; 4]);
    for part in [48_u32, 51, 29] {
        exif.extend([part.to_le_bytes(), 1_u32.to_le_bytes()].concat());
    }
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">GPSLatitude 48,51N</x:xmpmeta>";
    let written = [segment(0xe1, &exif), segment(0xe1, xmp), segment(0xfe, b"written by the camera")].concat();
    [&PHOTO[..2], &written, &PHOTO[2..]].concat()
}

/// Up to the message, written but not left.
async fn to_message(page: &Page, words: &Words, complaint: &Complaint) -> Outcome {
    form::begin(page, words).await?;
    form::fill_details(page, complaint).await?;
    form::go_on(page, &words.t("topic.title")).await?;
    form::choose_topic(page, complaint).await?;
    form::go_on(page, &words.t("message.title")).await?;
    form::fill_message(page, complaint).await
}

async fn attach(stage: &Stage, page: &Page, name: &str, bytes: &[u8]) -> Outcome {
    let file = stage.backend.scratch(name);
    std::fs::write(&file, bytes)?;
    page.find("#attachments-input").await?.send_keys(file.display().to_string()).await?;
    page.shows("main li", name.split('.').next().unwrap_or_default()).await?;
    page.shows("main li button", &stage.words().t("attachment.remove")).await
}

/// Sends it. Gives the ticket as the backend has it, and the token of its link.
async fn send(stage: &Stage, page: &Page, complaint: &Complaint) -> Outcome<(Ticket, String)> {
    let words = stage.words();
    form::go_on(page, &words.t("check.title")).await?;
    page.click(form::ON).await?;
    let id = form::sent(page, &words).await?;
    let mails = stage.backend.mails_to(complaint.email).await?;
    let link = mails.iter().find_map(|mail| mail.link()).ok_or("no link in the mail")?;
    let token = link.split_once("#k=").map(|(_, token)| token.to_owned()).ok_or("no token in the link")?;
    let (ticket, _) = stage.backend.ticket(&id, &token).await?;
    Ok((ticket, token))
}

async fn stored(stage: &Stage, id: &str, token: &str) -> Outcome<Vec<u8>> {
    let request = reqwest::Client::new().get(stage.backend.url(&format!("/attachments/{id}"))).bearer_auth(token);
    Ok(request.send().await?.error_for_status()?.bytes().await?.to_vec())
}

/// Width, height and some pixels of what is stored, as a browser decodes it.
async fn decoded(page: &Page, id: &str, token: &str, places: &[(u32, u32)]) -> Outcome<(u64, u64, Vec<[i64; 3]>)> {
    let script = "const [address, token, places, done] = arguments;
        (async () => {
            const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
            const bitmap = await createImageBitmap(await answer.blob());
            const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
            context.drawImage(bitmap, 0, 0);
            const pixel = ([x, y]) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
            return [bitmap.width, bitmap.height, places.map(pixel)];
        })().then(done, (error) => done(String(error)))";
    let arguments = vec![json!(format!("{BASE_PATH}/attachments/{id}")), json!(token), json!(places)];
    let answer = page.driver().execute_async(script, arguments).await?.json().clone();
    serde_json::from_value(answer.clone()).map_err(|error| format!("{error}: {answer}").into())
}

fn is_near(pixel: [i64; 3], colour: [i64; 3]) -> bool {
    pixel.iter().zip(colour).all(|(a, b)| (a - b).abs() < 40)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_leaves_without_what_the_camera_wrote() {
    stage("a_photo_leaves_without_what_the_camera_wrote", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let photo = from_a_phone();
        assert!(SECRETS.iter().all(|secret| has(&photo, secret)));
        to_message(&page, &words, &complaint).await?;
        attach(&stage, &page, "photo.jpg", &photo).await?;
        let (ticket, token) = send(&stage, &page, &complaint).await?;
        let [attachment] = ticket.attachments.as_slice() else { return Err("one attachment".into()) };
        assert_eq!((attachment.name.as_str(), attachment.media_type.as_str()), ("photo.jpg", "image/jpeg"));
        let bytes = stored(&stage, &attachment.id, &token).await?;
        for secret in SECRETS {
            assert!(!has(&bytes, secret), "{secret} is in the stored file");
        }
        // Upright: what was on the left is above.
        let (width, height, pixels) = decoded(&page, &attachment.id, &token, &[(16, 6), (16, 42)]).await?;
        assert_eq!((width, height), (32, 48));
        assert!(is_near(pixels[0], [200, 20, 20]) && is_near(pixels[1], [20, 20, 200]), "{pixels:?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_blacked_out_is_gone_from_the_file() {
    stage("what_is_blacked_out_is_gone_from_the_file", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        attach(&stage, &page, "screen.png", SCREEN).await?;
        page.click_on("main li button", &words.t("attachment.edit")).await?;
        page.find("dialog.picture[open]").await?;
        page.until("the picture", "return document.querySelector('#picture').width === 120", json!([])).await?;
        let found = faults(&page, "the picture's editor").await?;
        assert!(found.is_empty(), "{}", found.join("\n"));
        let canvas = page.find("#picture").await?;

        // Drawn with the pointer, and taken back.
        let drag = page.driver().action_chain().move_to_element_with_offset(&canvas, -50, -30).click_and_hold();
        drag.move_by_offset(20, 10).move_by_offset(20, 10).release().perform().await?;
        page.shows(".picture [role=status]", &words.t("picture.said-black")).await?;
        page.click_on(".picture-tools button", &words.t("picture.undo")).await?;
        page.shows(".picture [role=status]", &words.t("picture.said-undone")).await?;

        // By keyboard: the first arrow shows the frame, in the middle.
        page.js("document.querySelector('#picture').focus()", json!([])).await?;
        page.press(ARROW_LEFT).await?;
        page.shows(".picture [role=status]", &words.before("picture.said-chosen")).await?;
        page.press(ENTER).await?;
        page.shows(".picture [role=status]", &words.t("picture.said-black")).await?;

        // Cropped: from (20, 10) to (70, 50).
        page.click_on(".picture-tools button", &words.t("picture.crop")).await?;
        let drag = page.driver().action_chain().move_to_element_with_offset(&canvas, -40, -30).click_and_hold();
        drag.move_by_offset(30, 20).move_by_offset(20, 20).release().perform().await?;
        page.shows(".picture [role=status]", &words.before("picture.said-cropped")).await?;

        // Escape asks first.
        page.press("\u{e00c}").await?;
        page.shows(".picture", &words.t("picture.leave")).await?;
        page.click_on(".picture button", &words.t("picture.leave-no")).await?;
        page.click_on(".picture button", &words.t("picture.done")).await?;
        page.until("the dialogue to close", "return !document.querySelector('dialog.picture[open]')", json!([])).await?;

        let (ticket, token) = send(&stage, &page, &complaint).await?;
        let [attachment] = ticket.attachments.as_slice() else { return Err("one attachment".into()) };
        assert_eq!(attachment.media_type, "image/png");
        let places = [(0, 0), (5, 30), (20, 20), (40, 30)];
        let (width, height, pixels) = decoded(&page, &attachment.id, &token, &places).await?;
        assert!((49..=53).contains(&width) && (39..=43).contains(&height), "{width} × {height}");
        assert_eq!(pixels[2..], [[0, 0, 0], [0, 0, 0]]);
        assert!(pixels[..2].iter().all(|pixel| is_near(*pixel, [20, 160, 60])), "{pixels:?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_changed_keeps_its_place_and_says_so() {
    stage("a_picture_that_is_changed_keeps_its_place_and_says_so", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        attach(&stage, &page, "first.png", SCREEN).await?;
        attach(&stage, &page, "second.png", SCREEN).await?;
        page.click_on("main li button", &words.t("attachment.edit")).await?;
        page.until("the picture", "return document.querySelector('#picture')?.width === 120", json!([])).await?;
        page.js("document.querySelector('#picture').focus()", json!([])).await?;
        page.press(ARROW_LEFT).await?;
        page.press(ENTER).await?;
        page.shows(".picture [role=status]", &words.t("picture.said-black")).await?;
        page.click_on(".picture button", &words.t("picture.done")).await?;
        page.shows(".attachments .file:first-child", &words.t("attachment.edited")).await?;
        page.until("two files", "return document.querySelectorAll('.attachments .file').length === 2", json!([])).await?;
        assert_eq!(page.texts(".attachments .file-name").await?, ["first.png", "second.png"]);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_animation_goes_as_its_first_picture() {
    stage("an_animation_goes_as_its_first_picture", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        let start: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0";
        let picture: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        to_message(&page, &words, &complaint).await?;
        attach(&stage, &page, "moving.gif", &[start, picture, picture, b"\x3b"].concat()).await?;
        page.shows("main li", &words.t("attachment.still")).await?;
        let (ticket, _) = send(&stage, &page, &complaint).await?;
        let [attachment] = ticket.attachments.as_slice() else { return Err("one attachment".into()) };
        // Nothing shows through it.
        assert_eq!((attachment.name.as_str(), attachment.media_type.as_str()), ("moving.jpg", "image/jpeg"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_taken_although_its_screen_goes() {
    stage("a_photo_is_taken_although_its_screen_goes", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        page.find("#attachments-input").await?;
        // Twelve megapixels: the screen goes in the same moment, long before they are scaled down.
        let script = "const done = arguments[arguments.length - 1];
            new OffscreenCanvas(4000, 3000).getContext('2d').canvas.convertToBlob({ type: 'image/jpeg' }).then((blob) => {
                const chosen = new DataTransfer();
                chosen.items.add(new File([blob], 'large.jpg', { type: 'image/jpeg' }));
                const input = document.querySelector('#attachments-input');
                input.files = chosen.files;
                input.dispatchEvent(new Event('change', { bubbles: true }));
                input.form.requestSubmit();
                done(blob.size);
            });";
        page.driver().execute_async(script, Vec::new()).await?;
        page.heading(&words.t("check.title")).await?;
        page.shows(".attachments .file", "large.jpg").await?;
        page.click(form::ON).await?;
        let id = form::sent(&page, &words).await?;
        let mails = stage.backend.mails_to(complaint.email).await?;
        let link = mails.iter().find_map(|mail| mail.link()).ok_or("no link in the mail")?;
        let (_, token) = link.split_once("#k=").ok_or("no token in the link")?;
        let (ticket, _) = stage.backend.ticket(&id, token).await?;
        assert_eq!(ticket.attachments.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_stays_smooth_while_a_large_photo_is_scaled() {
    stage("typing_stays_smooth_while_a_large_photo_is_scaled", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        page.find("#attachments-input").await?;
        // Twelve megapixels, made in the browser; from then on every pause of the page is measured.
        let script = "const done = arguments[arguments.length - 1];
            const canvas = new OffscreenCanvas(4000, 3000), context = canvas.getContext('2d');
            for (let i = 0; i < 20000; i++) {
                context.fillStyle = `hsl(${i * 7 % 360} 80% ${i * 13 % 100}%)`;
                context.fillRect(i * 97 % 4000, i * 61 % 3000, 60, 40);
            }
            canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 }).then((blob) => {
                const chosen = new DataTransfer();
                chosen.items.add(new File([blob], 'large.jpg', { type: 'image/jpeg' }));
                let last = performance.now();
                window.longest = 0;
                setInterval(() => {
                    const now = performance.now();
                    window.longest = Math.max(window.longest, now - last);
                    last = now;
                }, 5);
                const input = document.querySelector('#attachments-input');
                input.files = chosen.files;
                input.dispatchEvent(new Event('change', { bubbles: true }));
                done(blob.size);
            });";
        page.driver().execute_async(script, Vec::new()).await?;
        page.fill("subject", "Pendant ce temps").await?;
        page.shows("main li button", &words.t("attachment.remove")).await?;
        let longest = page.js("return window.longest", json!([])).await?;
        assert!(longest.as_f64().is_some_and(|ms| ms < 250.0), "the page stood still for {longest} ms");
        let (ticket, token) = send(&stage, &page, &complaint).await?;
        let [attachment] = ticket.attachments.as_slice() else { return Err("one attachment".into()) };
        let (width, height, _) = decoded(&page, &attachment.id, &token, &[]).await?;
        assert_eq!((width, height), (2560, 1920));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn technical_details_are_sent_as_they_were_shown() {
    stage("technical_details_are_sent_as_they_were_shown", |stage| async move {
        let (page, words, complaint) = (stage.page().await?, stage.words(), Complaint::default());
        to_message(&page, &words, &complaint).await?;
        assert_eq!(page.count("#device input").await?, 0);
        page.click("#device-add").await?;
        page.focused("#device-browser").await?;
        page.shows("#device .hint", "Chrom").await?;
        let found = faults(&page, "the message with technical details").await?;
        assert!(found.is_empty(), "{}", found.join("\n"));
        for off in ["screen", "window"] {
            page.click(&format!("label:has(#device-{off})")).await?;
        }
        // Switched off, it can be switched on again; after a reload the draft knows nothing of it.
        page.until("the line to be off", "return !document.querySelector('#device-screen').checked", json!([])).await?;
        page.shows(".kept", &words.t("draft.kept")).await?;
        page.reload().await?;
        page.find("#device-browser:checked").await?;
        assert_eq!(page.count("#device-screen, #device-window").await?, 0);
        let shown = page.js("return [...document.querySelectorAll('#device input:checked')].map((e) => e.id)", json!([])).await?;
        let (ticket, _) = send(&stage, &page, &complaint).await?;
        page.shows(".review", &words.t("device.title")).await?;
        page.shows(".review .answers", &words.t("device.browser")).await?;
        let sent: Vec<Value> = ticket.device.keys().map(|line| json!(format!("device-{}", line.replace('_', "-")))).collect();
        let mut shown = shown.as_array().cloned().unwrap_or_default();
        shown.sort_by_key(Value::to_string);
        assert_eq!(shown, sent);
        assert!(ticket.device.get("browser").is_some_and(|browser| browser.contains("Chrom")), "{:?}", ticket.device);
        assert_eq!(ticket.device.get("online").map(String::as_str), Some("yes"));
        Ok(())
    })
    .await;
}
