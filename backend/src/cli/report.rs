//! The public report on the command line: `recourse-backend handler report 2025`.

use super::client::Client;
use super::given::given;
use super::show::printable;
use crate::http::{Counting, VersionLine, YearReport};
use crate::incident::Texts;
use crate::report::publish::{NewVersion, Verification};
use crate::secret::{SystemRandom, new_id};
use recourse_contract::report::{Count, Report};
use reqwest::Method;

/// The report of a year, as it is now.
pub(super) async fn read(client: &Client, year: u16) -> Result<YearReport, String> {
    Ok(client.get(&format!("/reports/{year}"), &[]).await?)
}

/// Publishes the report of a year; with a reason, another version of it.
pub(super) async fn publish(
    client: &Client,
    year: u16,
    verified_on: Option<String>,
    reasons: Vec<String>,
) -> Result<VersionLine, String> {
    if reasons.is_empty() {
        return Ok(client.change(Method::PUT, &format!("/reports/{year}"), &Verification { verified_on }, None).await?);
    }
    let (reason, translations) = by_language(reasons, &client.service().await?.locales)?;
    let new = NewVersion { reason, translations, verified_on };
    Ok(client.change(Method::POST, &format!("/reports/{year}/versions"), &new, Some(&new_id(&SystemRandom))).await?)
}

/// The reason in the first of the platform's languages, and in the others.
fn by_language(reasons: Vec<String>, locales: &[String]) -> Result<(String, Texts), String> {
    let (mut first, mut others) = (None, Texts::new());
    for reason in reasons {
        // A reason may have a colon in it.
        let parted = reason.split_once(':').filter(|(tag, _)| locales.iter().any(|locale| locale == tag));
        let (tag, text) = parted.map_or((None, reason.as_str()), |(tag, text)| (Some(tag), text));
        match tag.filter(|tag| locales.first().is_some_and(|default| default != tag)) {
            Some(tag) => {
                others.insert(tag.to_owned(), given(text.trim().to_owned())?);
            }
            None => first = Some(given(text.trim().to_owned())?),
        }
    }
    let missing = || format!("say it in the platform's first language, too: {}", locales.join(", "));
    Ok((first.ok_or_else(missing)?, others))
}

/// Says how a technical problem counts.
pub(super) async fn count(client: &Client, ticket: &str, counting: Counting) -> Result<Counting, String> {
    Ok(client.change(Method::PUT, &format!("/tickets/{ticket}/counting"), &counting, None).await?)
}

/// `yes`, `no`, or `topic`.
pub(super) fn counting(text: &str) -> Result<Counting, String> {
    match text {
        "yes" => Ok(Counting { as_complaint: Some(true) }),
        "no" => Ok(Counting { as_complaint: Some(false) }),
        "topic" => Ok(Counting { as_complaint: None }),
        _ => Err("write yes, no, or topic: as its topic says".into()),
    }
}

/// Its main figures and its versions.
pub(super) fn shown(year: &YearReport) -> String {
    let Report { lodged, times, technical, reviews, .. } = year.now;
    let hours = |hours: Option<u32>| hours.map_or_else(|| "-".into(), |hours| format!("{hours} h"));
    let mut lines = vec![
        format!("{}: {} to {}", year.now.year, year.now.from, year.now.to),
        format!("complaints  {lodged}"),
        format!(
            "decided  {}, on average in {}, half of them in {}, {} in time",
            times.decided,
            hours(times.average_hours),
            hours(times.median_hours),
            times.in_time
        ),
        format!("technical problems  {}, {} of them complaints", technical.reported, technical.counted),
        format!("reviews  {}, {} changed the decision", reviews.asked, reviews.changed),
    ];
    for (name, all) in
        [("topics", &year.now.topics), ("grounds", &year.now.grounds), ("outcomes", &year.now.outcomes), ("ends", &year.now.ends)]
    {
        lines.push(counts(name, all));
    }
    lines.extend(year.versions.iter().map(version));
    if year.versions.is_empty() {
        lines.push("Not verified: publish it with --verified-on, once the year is over.".into());
    }
    lines.join("\n")
}

fn counts(name: &str, all: &[Count]) -> String {
    let all: Vec<String> = all.iter().map(|count| format!("{} {}", count.id, count.count)).collect();
    printable(&format!("{name}  {}", all.join(", ")))
}

/// A published version.
pub(super) fn version(line: &VersionLine) -> String {
    let reason = line.reason.as_deref().map(|reason| format!(": {}", printable(reason))).unwrap_or_default();
    format!("version {}  verified on {}, published {}{reason}", line.version, line.verified_on, line.at)
}

/// How a technical problem counts now.
pub(super) fn counted(counting: &Counting) -> String {
    let how = match counting.as_complaint {
        Some(true) => "as a complaint",
        Some(false) => "as no complaint",
        None => "as its topic says",
    };
    format!("It counts {how}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_its_language_or_is_in_the_first_one() {
        let locales = ["fr".to_owned(), "en".to_owned()];
        let read = |reasons: &[&str]| by_language(reasons.iter().map(|text| (*text).to_owned()).collect(), &locales);
        let both = Ok(("Il en manquait.".into(), Texts::from([("en".into(), "Some were missing.".into())])));
        assert_eq!(read(&["en:Some were missing.", "fr: Il en manquait."]), both);
        assert_eq!(read(&["Il en manquait.", "en:Some were missing."]), both);
        assert_eq!(read(&["Oubli : deux."]), Ok(("Oubli : deux.".into(), Texts::new())));
        assert!(read(&["en:Some were missing."]).is_err());
    }
}
