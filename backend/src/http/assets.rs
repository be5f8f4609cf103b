//! The built app: files with a hash in their name for ever, everything else asked for again, `index.html` for
//! navigations.

use super::problem::Refusal;
use crate::service_file::ServiceFile;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use recourse_contract::ProblemType;
use recourse_contract::service::Platform;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// What pages of other origins load, to show the app in a frame. There is nothing secret in it.
const EMBEDDED: [&str; 2] = ["/embed.js", "/embed.d.ts"];

/// A folder with the built app.
#[derive(Clone, Debug)]
pub struct Assets {
    folder: PathBuf,
    index: Arc<str>,
}

impl Assets {
    /// Reads `index.html` and fills in the platform's name and how to reach it without the app.
    ///
    /// # Errors
    /// When there is no `index.html`.
    pub fn open(folder: &Path, file: &ServiceFile) -> io::Result<Self> {
        let page = fs::read_to_string(folder.join("index.html"))?;
        let index = filled(&page, &file.default_language().service.platform);
        Ok(Self { folder: folder.to_owned(), index: index.into() })
    }

    /// Serves the folder.
    pub(super) fn service(self) -> Router {
        Router::new().fallback(serve).with_state(self)
    }
}

/// The page with what it must say before, or without, the app.
fn filled(page: &str, platform: &Platform) -> String {
    let name = escaped(&platform.name);
    let email = escaped(&platform.email);
    let mut contact = format!("<a href=\"mailto:{email}\">{email}</a>");
    if let Some(phone) = &platform.phone {
        let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        contact.push_str(&format!(" · <a class=\"nobr\" href=\"tel:{digits}\">{}</a>", escaped(phone)));
    }
    let page = page.replace("<!--recourse:name-->", &name).replace("<!--recourse:contact-->", &contact);
    match (page.split_once("<title>"), page.split_once("</title>")) {
        (Some((before, _)), Some((_, after))) => format!("{before}<title>{name}</title>{after}"),
        _ => page,
    }
}

/// Text as it stands in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

async fn serve(State(assets): State<Assets>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refusal = Refusal::new(ProblemType::MethodNotAllowed).into_response();
        return ([(header::ALLOW, "GET, HEAD")], refusal).into_response();
    }
    let path = request.uri().path().to_owned();
    if path == "/" || path == "/index.html" {
        return index(&assets);
    }
    let is_navigation = navigates(request.headers(), &path);
    if !can_be_a_file(&path) {
        return if is_navigation { index(&assets) } else { Refusal::new(ProblemType::NotFound).into_response() };
    }
    let files = ServeDir::new(&assets.folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    match files.oneshot(request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND && is_navigation => index(&assets),
        Ok(response) if response.status() == StatusCode::NOT_FOUND => Refusal::new(ProblemType::NotFound).into_response(),
        Ok(response) => {
            let mut response = response.map(Body::new);
            let cache = if is_hashed(&path) { "public, max-age=31536000, immutable" } else { "no-cache" };
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
            // Also where the plain file goes out: shared caches have to know that there are others.
            headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
            if EMBEDDED.contains(&path.as_str()) {
                // A module from another origin is fetched by CORS, and a page that isolates itself wants to be told besides.
                headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
                let anywhere = HeaderValue::from_static("cross-origin");
                headers.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
            }
            response
        }
        Err(never) => match never {},
    }
}

fn index(assets: &Assets) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, assets.index.to_string()).into_response()
}

/// Whether a file system can hold such a path at all (NAME_MAX and PATH_MAX of Linux): asking for another is an error.
fn can_be_a_file(path: &str) -> bool {
    path.len() < 4_000 && path.split('/').all(|name| name.len() <= 255)
}

/// Whether somebody goes to a page, rather than a page wanting a file.
fn navigates(headers: &HeaderMap, path: &str) -> bool {
    let says = |name: &str, word: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(word))
    };
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    !is_file && (says("sec-fetch-mode", "navigate") || says("accept", "text/html"))
}

/// `name-0123456789abcdef.ending`, as the build writes them; Trunk puts `_bg` behind the wasm's hash.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| hash.len() >= 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_hash_is_kept_for_ever() {
        for path in ["/recourse-1f04b0c2d7e3a955_bg.wasm", "/app-58dcbb8dfda4dd97.css", "/locales/fr-00f1b2c3d4e5f607.json"] {
            assert!(is_hashed(path), "{path}");
        }
        for path in ["/boot.js", "/config.json", "/favicon.svg", "/help-centre.html"] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn the_page_says_whom_to_ask() {
        let platform = Platform {
            name: "A & B".into(),
            logo: None,
            email: "a@b.example".into(),
            phone: Some("+33 1 99".into()),
            time_zone: "UTC".into(),
            links: Vec::new(),
        };
        let page = filled("<title>x</title><!--recourse:name--><!--recourse:contact-->", &platform);
        assert!(page.starts_with("<title>A &amp; B</title>A &amp; B<a href=\"mailto:a@b.example\">"), "{page}");
        assert!(page.contains("href=\"tel:+33199\""), "{page}");
    }
}
