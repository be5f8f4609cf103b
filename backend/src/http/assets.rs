//! The built app: files with a hash in their name for ever, everything else asked for again, `index.html` for
//! navigations, the manifest in the platform's name.

use super::problem::Refusal;
use crate::service_file::ServiceFile;
use crate::words::Words;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use recourse_contract::ProblemType;
use recourse_contract::service::Platform;
use serde_json::{Map, Value};
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
    manifest: Option<Arc<str>>,
}

/// What an installed app is, by the W3C's Web Application Manifest.
const MANIFEST: &str = "manifest.webmanifest";

impl Assets {
    /// Reads `index.html` and fills in the platform's name, how to reach it without the app, and the path that the app lies
    /// below: without a slash at its end, empty at the root. The same for the manifest, where there is one: the platform's name,
    /// and its default language.
    ///
    /// # Errors
    /// When there is no `index.html`, or the manifest is none.
    pub fn open(folder: &Path, file: &ServiceFile, base: &str) -> io::Result<Self> {
        let page = fs::read_to_string(folder.join("index.html"))?;
        let usual = file.default_language();
        let index = filled(&moved(&page, base), &usual.service.platform);
        let manifest = match fs::read_to_string(folder.join(MANIFEST)) {
            Ok(text) => Some(named(&text, &usual.service.platform.name, &usual.locale)?.into()),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => None,
            Err(fault) => return Err(fault),
        };
        Ok(Self { folder: folder.to_owned(), index: index.into(), manifest })
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

/// The page with each of its addresses below this path: they begin with the one that its `recourse-base` names.
fn moved(page: &str, base: &str) -> String {
    let named = page.split_once("<meta name=\"recourse-base\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    match named {
        Some((now, _)) => page.replace(&format!("=\"{now}"), &format!("=\"{base}/")),
        None => page.to_owned(),
    }
}

/// The manifest with the platform's name, its shortcuts in this language. A shortcut is known by its address.
fn named(manifest: &str, name: &str, locale: &str) -> io::Result<String> {
    let mut manifest: Map<String, Value> = serde_json::from_str(manifest)?;
    let words = Words::of(locale);
    let texts =
        [("name", Some(name)), ("short_name", Some(name)), ("lang", words.app("tag")), ("description", words.app("description"))];
    for (member, text) in texts {
        manifest.extend(text.map(|text| (member.to_owned(), text.into())));
    }
    for shortcut in manifest.get_mut("shortcuts").and_then(Value::as_array_mut).into_iter().flatten() {
        // One that the host has added keeps its own name.
        let label = shortcut["url"].as_str().and_then(|url| words.app(url));
        if let Some(label) = label {
            shortcut["name"] = label.into();
        }
    }
    Ok(serde_json::to_string(&manifest)?)
}

/// Text as it stands in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

async fn serve(State(assets): State<Assets>, request: Request) -> Response {
    if request.method() == Method::POST && request.uri().path() == "/share" {
        // What was shared with the installed app is taken by its worker, before it comes here. Without one it is attached by
        // hand. The address is relative, so that it holds below any path.
        return (StatusCode::SEE_OTHER, [(header::LOCATION, "problem")]).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refusal = Refusal::new(ProblemType::MethodNotAllowed).into_response();
        return ([(header::ALLOW, "GET, HEAD")], refusal).into_response();
    }
    let path = request.uri().path().to_owned();
    if path == "/" || path == "/index.html" {
        return index(&assets);
    }
    if let (Some(manifest), Some(MANIFEST)) = (&assets.manifest, path.strip_prefix('/')) {
        let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
        return (headers, manifest.to_string()).into_response();
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
    fn each_address_of_the_page_begins_with_the_base() {
        let page = |base: &str| {
            format!(
                "<meta name=\"recourse-base\" content=\"{base}\"><link href=\"{base}a.css\"><a href=\"mailto:a@b.example\">/</a>"
            )
        };
        for (base, now) in [("/", "/complaints/"), ("/complaints/", "/"), ("/a/b/", "/complaints/"), ("/", "/")] {
            assert_eq!(moved(&page(base), now.trim_end_matches('/')), page(now));
        }
        assert_eq!(moved("<link href=\"/a.css\">", "/complaints"), "<link href=\"/a.css\">", "built before there was a base");
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

    #[test]
    fn the_manifest_is_the_platform_s() {
        let manifest = include_str!("../../../public/manifest.webmanifest");
        let read = |name: &str, locale: &str| -> Value {
            serde_json::from_str(&named(manifest, name, locale).expect("a manifest")).expect("JSON")
        };
        let french = read("Séjours \"& Co\"", "fr-CA");
        assert_eq!(french["name"], "Séjours \"& Co\"");
        assert_eq!(french["short_name"], french["name"]);
        assert_eq!(french["lang"], "fr");
        let names = |manifest: &Value| -> Vec<Value> {
            manifest["shortcuts"].as_array().expect("a list").iter().map(|shortcut| shortcut["name"].clone()).collect()
        };
        assert_eq!(names(&french), ["Nouvelle réclamation", "Problème technique", "Messages"]);
        // As the file says it itself.
        let plain: Value = serde_json::from_str(manifest).expect("JSON");
        assert_eq!(names(&read("A", "de")), names(&plain));
        assert_eq!(french["share_target"], plain["share_target"]);
    }

    #[test]
    fn the_manifest_s_addresses_hold_below_any_path() {
        let manifest: Value = serde_json::from_str(include_str!("../../../public/manifest.webmanifest")).expect("JSON");
        let mut addresses = vec![&manifest["start_url"], &manifest["scope"], &manifest["share_target"]["action"]];
        for list in ["icons", "screenshots", "shortcuts"] {
            for entry in manifest[list].as_array().expect("a list") {
                addresses.push(if list == "shortcuts" { &entry["url"] } else { &entry["src"] });
                let file =
                    entry["src"].as_str().map(|name| Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../public")).join(name));
                assert!(file.is_none_or(|file| file.is_file()), "{entry}");
            }
        }
        for address in addresses {
            let address = address.as_str().expect("an address");
            assert!(!address.starts_with('/') && !address.contains(':'), "{address}");
        }
    }
}
