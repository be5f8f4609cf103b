//! Signing in by a code, as a partner with a mailbox does.

use crate::Outcome;
use crate::page::Page;
use crate::stage::Stage;
use crate::wait::until;

/// The code of a mail to this address that is not among those from `before`.
///
/// # Errors
/// None comes.
pub async fn code(stage: &Stage, email: &str, before: &[String]) -> Outcome<String> {
    until("the code in the mail", async || {
        let digits = |line: &str| line.trim().replace(' ', "");
        let mails = stage.backend.mails_to(email).await?;
        let codes = mails.iter().flat_map(|mail| mail.text.lines().map(digits).collect::<Vec<_>>());
        let mut codes = codes.filter(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
        Ok(codes.find(|code| !before.contains(code)))
    })
    .await
}

/// Types the code of a new mail, which is `before` from then on.
///
/// # Errors
/// No code comes, or the page does not ask for one.
pub async fn enter(stage: &Stage, page: &Page, email: &str, before: &mut Vec<String>) -> Outcome {
    page.shows("label[for=sign-in]", &stage.words().t("sign-in.code")).await?;
    let code = code(stage, email, before).await?;
    page.fill("sign-in", &code).await?;
    before.push(code);
    page.click("form:has(#sign-in) button[type=submit]").await
}

/// Signs in, up to the messages.
///
/// # Errors
/// A screen does not come.
pub async fn sign_in(stage: &Stage, page: &Page, email: &str, codes: &mut Vec<String>) -> Outcome {
    page.goto("/sign-in").await?;
    page.fill("sign-in", email).await?;
    page.click("main form button[type=submit]").await?;
    enter(stage, page, email, codes).await?;
    page.heading(&stage.words().t("inbox.title")).await
}
