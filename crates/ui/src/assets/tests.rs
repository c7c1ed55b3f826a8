//! Assets: sizes, caching, and the contrast of every colour pair in both themes.

use super::*;
use std::collections::BTreeMap;

#[test]
fn the_style_sheet_is_small_and_names_only_known_assets() {
    let (css, content_type) = asset("app.css").unwrap();
    assert_eq!(content_type, "text/css; charset=utf-8");
    assert!(css.len() <= 60 * 1024, "{} bytes", css.len());
    assert!(!String::from_utf8_lossy(css).contains("asset:"));
}

#[test]
fn a_first_public_page_leaves_room_for_its_html() {
    let assets = find("app.css").unwrap().gzip.as_ref().unwrap().len()
        + find("app.js").unwrap().gzip.as_ref().unwrap().len();
    let fonts: usize =
        LEAVES.iter().filter(|(_, kind, _)| *kind == WOFF2).map(|(_, _, bytes)| bytes.len()).sum();
    assert!(assets + fonts <= 110 * 1024, "{} bytes", assets + fonts);
}

#[test]
fn the_right_hash_is_cached_for_ever_and_a_wrong_one_for_a_minute() {
    let url = asset_url("app.css");
    let hash = url.split('/').nth(2).unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br, gzip;q=0.8"));
    let right = serve_asset(hash, "app.css", &headers);
    assert!(right.headers()[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert_eq!(right.headers()[CONTENT_ENCODING], "gzip");
    let wrong = serve_asset("old", "app.css", &HeaderMap::new());
    assert_eq!(wrong.headers()[CACHE_CONTROL], "public, max-age=60");
    assert!(wrong.headers().get(CONTENT_ENCODING).is_none());
    assert_eq!(serve_asset(hash, "../Cargo.toml", &HeaderMap::new()).status(), StatusCode::NOT_FOUND);
}

fn tokens(css: &str, start: &str) -> BTreeMap<String, (f64, f64, f64)> {
    let block = css.split(start).nth(1).unwrap_or_else(|| panic!("no {start}"));
    let block = block.split('}').next().unwrap();
    block
        .split(';')
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let hex = value.trim().strip_prefix('#')?;
            let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).map(f64::from).unwrap();
            Some((name.to_owned(), (part(0), part(2), part(4))))
        })
        .collect()
}

fn luminance((r, g, b): (f64, f64, f64)) -> f64 {
    let linear = |c: f64| {
        let c = c / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

fn contrast(a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_of_colours_can_be_read_in_both_themes() {
    let css = include_str!("../../assets/app.css");
    let dark = tokens(css, ":root[data-theme=\"dark\"] {");
    assert_eq!(dark, tokens(css, ":root:not([data-theme=\"light\"]) {"), "the two dark blocks differ");
    for (theme, colours) in [("light", tokens(css, ":root {")), ("dark", dark)] {
        let check = |ink: &str, ground: &str, least: f64| {
            let ratio = contrast(colours[ink], colours[ground]);
            assert!(ratio >= least, "{theme}: {ink} on {ground} is {ratio:.2}");
        };
        for ground in ["paper", "surface", "wash"] {
            for ink in ["ink", "muted", "link", "link-hover", "accent", "bad-ink"] {
                check(ink, ground, 4.5);
            }
            for mark in [
                "field-line",
                "focus",
                "light-green",
                "light-amber",
                "light-red",
                "light-grey",
                "accent",
                "chart",
            ] {
                check(mark, ground, 3.0);
            }
        }
        for tone in ["neutral", "info", "good", "warn", "bad", "accent"] {
            check(&format!("{tone}-ink"), &format!("{tone}-wash"), 4.5);
        }
        for (ink, ground) in [
            ("mast-ink", "mast"),
            ("mast-ink", "mast-deep"),
            ("button-ink", "button"),
            ("button-ink", "button-hover"),
            ("danger-ink", "danger"),
            ("danger-ink", "danger-hover"),
        ] {
            check(ink, ground, 4.5);
        }
    }
}
