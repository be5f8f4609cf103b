//! The public report on the command line: `recourse-backend handler report 2025`.

use super::client::Client;
use super::given::given;
use super::show::printable;
use crate::http::{Counting, VersionLine, YearReport};
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
    reason: Option<String>,
) -> Result<VersionLine, String> {
    let Some(reason) = reason else {
        return Ok(client.change(Method::PUT, &format!("/reports/{year}"), &Verification { verified_on }, None).await?);
    };
    let new = NewVersion { reason: given(reason)?, verified_on };
    Ok(client.change(Method::POST, &format!("/reports/{year}/versions"), &new, Some(&new_id(&SystemRandom))).await?)
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
