//! Style sheet, script, fonts and marks, built into the program and cached for ever by content hash.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::LazyLock;

/// Where assets live: `/tai-san/HASH/NAME`.
pub const PREFIX: &str = "/tai-san";

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: Vec<u8>,
    gzip: Option<Vec<u8>>,
    url: String,
    hash: String,
}

const WOFF2: &str = "font/woff2";
const SVG: &str = "image/svg+xml; charset=utf-8";

/// Files that name no other asset.
const LEAVES: [(&str, &str, &[u8]); 13] = [
    (
        "be-vietnam-pro-latin-400.woff2",
        WOFF2,
        include_bytes!("../assets/fonts/be-vietnam-pro-latin-400.woff2"),
    ),
    (
        "be-vietnam-pro-latin-700.woff2",
        WOFF2,
        include_bytes!("../assets/fonts/be-vietnam-pro-latin-700.woff2"),
    ),
    (
        "be-vietnam-pro-vietnamese-400.woff2",
        WOFF2,
        include_bytes!("../assets/fonts/be-vietnam-pro-vietnamese-400.woff2"),
    ),
    (
        "be-vietnam-pro-vietnamese-700.woff2",
        WOFF2,
        include_bytes!("../assets/fonts/be-vietnam-pro-vietnamese-700.woff2"),
    ),
    ("motcua-figures-400.woff2", WOFF2, include_bytes!("../assets/fonts/motcua-figures-400.woff2")),
    ("motcua-figures-700.woff2", WOFF2, include_bytes!("../assets/fonts/motcua-figures-700.woff2")),
    ("OFL.txt", "text/plain; charset=utf-8", include_bytes!("../assets/fonts/OFL.txt")),
    ("mark.svg", SVG, include_bytes!("../assets/mark.svg")),
    ("river.svg", SVG, include_bytes!("../assets/river.svg")),
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../assets/app.js")),
    ("passkey.js", "text/javascript; charset=utf-8", include_bytes!("../assets/passkey.js")),
    ("queue.css", "text/css; charset=utf-8", include_bytes!("../assets/queue.css")),
    ("queue.js", "text/javascript; charset=utf-8", include_bytes!("../assets/queue.js")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = LEAVES
        .iter()
        .map(|(name, content_type, bytes)| Asset::new(name, content_type, bytes.to_vec()))
        .collect();
    let mut css = include_str!("../assets/app.css").to_owned();
    for asset in &assets {
        css = css.replace(&format!("asset:{}", asset.name), &asset.url);
    }
    assets.push(Asset::new("app.css", "text/css; charset=utf-8", css.into_bytes()));
    assets
});

impl Asset {
    fn new(name: &'static str, content_type: &'static str, bytes: Vec<u8>) -> Asset {
        let digest = Sha256::digest(&bytes);
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let gzip = if content_type == WOFF2 { None } else { gzip(&bytes) };
        Asset { name, content_type, gzip, url: format!("{PREFIX}/{hash}/{name}"), hash, bytes }
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    let packed = encoder.finish().ok()?;
    (packed.len() < bytes.len()).then_some(packed)
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// The bytes and content type of an asset.
pub fn asset(name: &str) -> Option<(&'static [u8], &'static str)> {
    find(name).map(|asset| (asset.bytes.as_slice(), asset.content_type))
}

/// The address of an asset, with its content hash; an unknown name gives an address that answers 404.
pub fn asset_url(name: &str) -> String {
    find(name).map_or_else(|| format!("{PREFIX}/0/{name}"), |asset| asset.url.clone())
}

/// Answers `GET /tai-san/{hash}/{name}`: for ever when the hash is right, for a minute when it is
/// of another release (pages of both may be open while a new one starts).
pub fn serve_asset(hash: &str, name: &str, request: &HeaderMap) -> Response {
    let Some(asset) = find(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let caching =
        if hash == asset.hash { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let packed = asset.gzip.as_deref().filter(|_| accepts_gzip(request));
    let mut response = Response::new(Body::from(packed.unwrap_or(asset.bytes.as_slice())));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if asset.gzip.is_some() {
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    if packed.is_some() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn accepts_gzip(request: &HeaderMap) -> bool {
    request.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|coding| {
            let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
            name.trim() == "gzip" && !matches!(quality.trim(), "q=0" | "q=0.0")
        })
    })
}

#[cfg(test)]
mod tests;
