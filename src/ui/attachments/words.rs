//! The words for files: what is allowed, what is wrong, how far they are.

use crate::pictures::Trouble as PictureTrouble;
use crate::shell::words::Words;
use crate::ui::outbox::trouble_of;
use recourse_contract::Code;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::outbox::Trouble;
use recourse_core::upload::{Fault, Model, Phase, Upload, ending};

/// What is allowed, told before anything is chosen.
pub fn allowed(words: Words, limits: &Limits) -> String {
    let types: Vec<String> = limits.attachment_types.iter().map(|kind| ending(kind).to_ascii_uppercase()).collect();
    let (size, types) = (words.bytes(limits.attachment_bytes), types.join(", "));
    words.count_with(key::ATTACHMENT_ALLOWED, limits.attachments, &[("size", &size), ("types", &types)])
}

/// What is wrong with a file that was not taken.
pub fn fault(words: Words, fault: Fault, limits: &Limits) -> String {
    match fault {
        Fault::TooMany => words.count(key::ATTACHMENT_MANY, limits.attachments),
        Fault::TooLarge => words.fill(key::ATTACHMENT_LARGE, &[("size", &words.bytes(limits.attachment_bytes))]),
        Fault::Empty => words.t(key::ATTACHMENT_EMPTY),
        Fault::Type => words.t(key::ATTACHMENT_TYPE),
        Fault::Twice => words.t(key::ATTACHMENT_TWICE),
    }
}

/// Why a picture cannot be taken.
pub fn picture(words: Words, trouble: PictureTrouble) -> String {
    words.t(match trouble {
        PictureTrouble::Unreadable => key::ATTACHMENT_UNREADABLE,
        PictureTrouble::TooBig => key::ATTACHMENT_PICTURE_BIG,
        PictureTrouble::Failed => key::ATTACHMENT_FAILED,
    })
}

/// How far a file is, in hundredths.
pub fn hundredths(model: &Model, upload: &Upload) -> u64 {
    if upload.phase == Phase::Done { 100 } else { model.gone(upload).saturating_mul(100) / upload.size.max(1) }
}

/// How far a file is.
pub fn state(words: Words, model: &Model, upload: &Upload) -> String {
    match &upload.phase {
        Phase::Done => words.t(key::ATTACHMENT_DONE),
        Phase::Refused(refusal) => match (refusal.code, &refusal.detail) {
            (_, Some(detail)) => words.fill(key::ATTACHMENT_REFUSED_WHY, &[("detail", detail)]),
            (Code::TooBig, None) => words.t(key::ATTACHMENT_REFUSED_BIG),
            (Code::FileDamaged, None) => words.t(key::ATTACHMENT_DAMAGED),
            (Code::FileUnsafe, None) => words.t(key::ATTACHMENT_UNSAFE),
            _ => words.t(key::ATTACHMENT_REFUSED),
        },
        Phase::Waiting if model.missing.contains(&upload.id) => words.t(key::ATTACHMENT_MISSING),
        Phase::Waiting if model.is_sending(&upload.id) => progress(words, model, upload),
        Phase::Waiting if model.offline => trouble_of(words, Some(&Trouble::Offline)),
        Phase::Waiting => trouble_of(words, upload.trouble.as_ref()),
    }
}

fn progress(words: Words, model: &Model, upload: &Upload) -> String {
    let percent = words.percent(hundredths(model, upload));
    let rest = upload.size - model.gone(upload);
    match (model.pace.speed(), model.pace.left(rest)) {
        (Some(speed), Some(left)) => {
            let (speed, left) = (words.speed(speed), words.span(left));
            words.fill(key::ATTACHMENT_PROGRESS, &[("percent", &percent), ("speed", &speed), ("left", &left)])
        }
        _ => percent,
    }
}
