//! From a request's context to a page: masthead, navigation by rights, message of the act before, and the answer itself.

use crate::form::Form;
use crate::page::{Flash, Link, Markup, MenuGroup, MenuItem, Page, Theme, ViewerBadge};
use crate::record::{Change, History, HistoryEntry};
use crate::tag::Tone;
use crate::words::Words;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use platform::error::{Error, FieldErrors, Result};
use platform::http::Access;
use platform::identity::AccountKind;
use platform::journal::Entry;
use platform::messages::Lang;
use platform::slice::MenuEntry;
use platform::store::SYSTEM;
use platform::{Ctx, Locale};
use std::net::IpAddr;
use std::sync::OnceLock;

/// Groups of the navigation in their order, with the message key of their heading.
const GROUPS: [(&str, &str); 13] = [
    ("work", "ui-group-work"),
    ("books", "ui-group-books"),
    ("fees", "ui-group-fees"),
    ("listening", "ui-group-listening"),
    ("procedures", "ui-group-procedures"),
    ("design", "ui-group-design"),
    ("steering", "ui-group-steering"),
    ("admin", "ui-group-admin"),
    ("mine", "ui-group-mine"),
    ("public", "ui-group-public"),
    ("lookup", "ui-group-lookup"),
    ("voice", "ui-group-voice"),
    ("about", "ui-group-about"),
];

/// Whoever has fewer entries of daily work than these does other work: the group with most of their own comes next.
const DAILY: usize = 4;

/// The fixed words in the reader's language; read once per process and language.
pub fn words(locale: &Locale) -> Words {
    static WORDS: [OnceLock<Words>; 2] = [OnceLock::new(), OnceLock::new()];
    let [vi, en] = &WORDS;
    let slot = if locale.lang() == Lang::En { en } else { vi };
    slot.get_or_init(|| Words::new(&|key| locale.t(key))).clone()
}

/// The page of this request with a title; the shell's data filled in.
pub fn page(ctx: &Ctx, title: impl Into<String>) -> Page {
    let words = words(&ctx.locale);
    let mut page = Page::new(&words, ctx.locale.lang().code(), title);
    page.theme = match ctx.theme {
        platform::http::Theme::Auto => Theme::System,
        platform::http::Theme::Light => Theme::Light,
        platform::http::Theme::Dark => Theme::Dark,
    };
    page.site_name = ctx.app.settings.city.clone();
    page.path = ctx.path.clone();
    page.menu = menu(ctx);
    page.flash = ctx.flash.as_ref().map(|key| Flash { tone: Tone::Good, text: ctx.t(key) });
    if ctx.app.settings.demo {
        page.demo_banner = Some(ctx.tn("ui-demo-banner", &[("today", ctx.today().vn())]));
    }
    if let Some(viewer) = &ctx.viewer {
        page.desk = viewer.kind == AccountKind::Staff;
        let directory = ctx.app.directory();
        let unit = viewer.agency_id.map(|id| directory.name(id).to_owned()).unwrap_or_default();
        page.notices = u64::try_from(viewer.unseen).unwrap_or(0);
        page.agency = Some(unit.clone()).filter(|u| !u.is_empty());
        let role = viewer.grants.first().map_or_else(|| ctx.t("ui-role-citizen"), |(g, _)| g.role.clone());
        page.viewer = Some(ViewerBadge { name: viewer.name.clone(), role, unit });
    }
    page
}

fn menu(ctx: &Ctx) -> Vec<MenuGroup> {
    let mut entries: Vec<_> =
        ctx.app.slices.iter().flat_map(|s| s.menu).filter(|e| visible(ctx, e.access)).collect();
    entries.sort_by_key(|e| (e.order, e.href));
    let desk = ctx.viewer.as_ref().is_some_and(|v| v.kind == AccountKind::Staff);
    let current = current(ctx, &entries).map(|e| e.href);
    // What everybody may open is one group at the desk, beside the groups of its work.
    let group_of = |entry: &MenuEntry| match entry.group {
        "lookup" | "voice" | "about" if desk => "public",
        group => group,
    };
    let own = own_group(&entries);
    let mut groups = GROUPS;
    // A citizen's line begins with what everybody looks for; the desk's with the viewer's own work.
    groups.sort_by_key(|(group, _)| match *group {
        "work" => 0,
        "public" if !desk => 1,
        "mine" if !desk => 2,
        group if Some(group) == own => 1,
        _ => 3,
    });
    groups
        .iter()
        .map(|(group, heading)| MenuGroup {
            label: ctx.t(heading),
            first: match *group {
                "public" => usize::MAX,
                "mine" => 1,
                _ => 0,
            },
            open: *group == "work"
                || Some(*group) == own
                || entries.iter().any(|e| group_of(e) == *group && current == Some(e.href)),
            items: entries
                .iter()
                .filter(|e| group_of(e) == *group)
                .map(|e| MenuItem {
                    label: ctx.t(e.label),
                    href: e.href.to_owned(),
                    current: current == Some(e.href),
                    count: None,
                })
                .collect(),
        })
        .filter(|g| !g.items.is_empty())
        .collect()
}

/// The entry that a page belongs to: the one whose address is the beginning of its own. Where that one is everybody's and
/// the page asks for a right, the page belongs to what the viewer holds of the same slice: a round's sheet to the rounds,
/// not to the results that are published under the same word.
fn current<'a>(ctx: &Ctx, entries: &[&'a MenuEntry]) -> Option<&'a MenuEntry> {
    let here = ctx.path.split('?').next().unwrap_or("/");
    let above =
        |e: &&MenuEntry| e.href != "/" && here.strip_prefix(e.href).is_some_and(|rest| rest.starts_with('/'));
    let longest = *entries.iter().filter(|e| here == e.href || above(e)).max_by_key(|e| e.href.len())?;
    if longest.access != Access::Public || ctx.access == Access::Public {
        return Some(longest);
    }
    let slice = ctx.app.slices.iter().find(|s| s.menu.iter().any(|e| e.href == longest.href))?;
    let of_it = |e: &&&MenuEntry| slice.menu.iter().any(|of| of.href == e.href);
    let held = entries.iter().filter(of_it).find(|e| e.access != Access::Public);
    Some(held.copied().unwrap_or(longest))
}

/// The group of the viewer's own work where it is not the daily line: where most of what they hold stands.
fn own_group(entries: &[&MenuEntry]) -> Option<&'static str> {
    let held = |group: &str| {
        entries.iter().filter(|e| e.group == group && matches!(e.access, Access::Permission(_))).count()
    };
    if held("work") >= DAILY {
        return None;
    }
    let most = GROUPS.iter().rev().map(|(group, _)| *group).max_by_key(|group| held(group))?;
    (held(most) >= DAILY).then_some(most)
}

fn visible(ctx: &Ctx, access: Access) -> bool {
    match (access, &ctx.viewer) {
        (Access::Public, _) => true,
        (_, None) => false,
        (Access::SignedIn, Some(_)) => true,
        (Access::Citizen, Some(v)) => v.kind == AccountKind::Citizen,
        (Access::Staff, Some(v)) => v.kind == AccountKind::Staff,
        (Access::Permission(p), Some(v)) => v.has(p),
    }
}

/// Answers with a rendered template.
pub fn html(template: &impl askama::Template) -> Result<Response> {
    html_with(StatusCode::OK, template)
}

/// Answers with a rendered template under another status (422 for a form with errors).
pub fn html_with(status: StatusCode, template: &impl askama::Template) -> Result<Response> {
    let text = template.render().map_err(|e| Error::fault("template", e))?;
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Html(text)).into_response())
}

/// Answers with a PDF to look at in the browser.
pub fn pdf(name: &str, content: Vec<u8>) -> Response {
    let disposition = format!("inline; filename=\"{name}.pdf\"");
    (
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        content,
    )
        .into_response()
}

/// Answers with a text document to take away.
pub fn docx(name: &str, content: Vec<u8>) -> Response {
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let disposition = format!("attachment; filename=\"{name}.docx\"");
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], content)
        .into_response()
}

/// Hands a kept file over under its name, to be taken away and kept by nobody on the way; its right was asked by the caller.
pub async fn kept_file(ctx: &Ctx, hash: &str, name: &str) -> Result<Response> {
    let (file, content) = ctx.app.files.get(&ctx.app.store, hash).await?;
    let name = platform_url(name).replace('/', "%2F");
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// A kept day (ISO) as on paper; an empty text where none is kept.
pub fn vn_day(iso: &str) -> String {
    iso.parse::<kernel::Day>().map(kernel::Day::vn).unwrap_or_default()
}

/// A page's title; a form with errors says so first.
pub fn titled(ctx: &Ctx, title: &str, form: Option<&Form>) -> String {
    if form.is_some_and(Form::has_errors) {
        format!("{} {title}", words(&ctx.locale).error_prefix)
    } else {
        title.to_owned()
    }
}

/// A file's size: 1,2 MB or 340 KB.
pub fn file_size(bytes: i64) -> String {
    if bytes >= 1024 * 1024 {
        let tenths = bytes * 10 / (1024 * 1024);
        format!("{},{} MB", tenths / 10, tenths % 10)
    } else {
        format!("{} KB", (bytes / 1024).max(1))
    }
}

/// The error of one field in words, for `Field::error`.
pub fn field_error(ctx: &Ctx, errors: &FieldErrors, field: &str) -> Option<String> {
    errors.0.iter().find(|e| e.field == field).map(|e| {
        let args: Vec<(&str, String)> = e.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        ctx.tn(&e.key, &args)
    })
}

/// A record's history from its journal entries; actions and fields are named by `journal-…` messages where they exist.
pub fn history(ctx: &Ctx, entries: &[Entry]) -> History {
    let directory = ctx.app.directory();
    let named = |prefix: &str, word: &str| {
        let key = format!("{prefix}{}", word.replace('_', "-"));
        let text = ctx.t(&key);
        if text == key { word.replace('_', " ") } else { text }
    };
    let entries = entries
        .iter()
        .map(|entry| HistoryEntry {
            at: entry.moment().vn(),
            who: actor_name(ctx, &entry.actor_name),
            unit: entry.unit_id.map(|id| directory.short_name(id).to_owned()).unwrap_or_default(),
            action: named("journal-action-", &entry.action),
            reason: entry.reason.clone(),
            changes: changes(ctx, entry, &|field| named("journal-field-", field)),
        })
        .collect();
    History { words: words(&ctx.locale), title: String::new(), entries }
}

/// Who acted, as the journal names them; of who was not signed in it knows the address only, which says nothing to a clerk, and
/// the program has a name in each language.
pub fn actor_name(ctx: &Ctx, name: &str) -> String {
    match name {
        SYSTEM => ctx.t("ui-history-system"),
        address if address.parse::<IpAddr>().is_ok() => ctx.t("ui-history-visitor"),
        person => person.to_owned(),
    }
}

fn changes(ctx: &Ctx, entry: &Entry, name: &dyn Fn(&str) -> String) -> Vec<Change> {
    use serde_json::Value as Json;
    let parse = |text: &str| match serde_json::from_str(text) {
        Ok(Json::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (parse(&entry.before), parse(&entry.after));
    let shown = |value: Option<&Json>| match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(held)) => ctx.t(if *held { "ui-history-yes" } else { "ui-history-no" }),
        Some(other) => other.to_string(),
    };
    let mut fields: Vec<&String> =
        after.keys().chain(before.keys().filter(|k| !after.contains_key(*k))).collect();
    fields.dedup();
    fields
        .into_iter()
        .map(|field| Change {
            field: name(field),
            before: shown(before.get(field)),
            after: shown(after.get(field)),
        })
        .filter(|c| c.before != c.after)
        .collect()
}

/// Markup of a component, for cells and fields.
pub fn markup(part: &impl askama::filters::HtmlSafe) -> Markup {
    Markup::of(part)
}

/// Whether an address ends with a record's number.
fn is_record(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()))
}

/// Ways on from an error page.
pub(crate) fn error_links(ctx: &Ctx, error: &Error) -> Vec<Link> {
    let mut links = Vec::new();
    // Back to what one was at: a form's address without its act.
    if matches!(error, Error::Changed(_) | Error::Refused(_))
        && let Some(path) = ctx.path.split('?').next()
        && let Some(record) = [Some(path), path.rsplit_once('/').map(|(above, _)| above)]
            .into_iter()
            .flatten()
            .find(|p| is_record(p))
    {
        links.push(Link::new(record.to_owned(), ctx.t("ui-error-back-to-record")));
    }
    if matches!(error, Error::SignIn) {
        let back: String = platform_url(&ctx.path);
        links.push(Link::new(format!("/dang-nhap?ve={back}"), ctx.t("ui-sign-in")));
    }
    if matches!(error, Error::Fault(f) if f.unavailable) {
        links.push(Link::new(ctx.path.clone(), ctx.t("ground-error-again")));
    }
    links.push(Link::new("/", ctx.t("ground-error-home")));
    links
}

/// A path as a query value.
pub fn platform_url(path: &str) -> String {
    path.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                char::from(b).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::access::Permission;

    fn entry(group: &'static str, access: Access) -> MenuEntry {
        MenuEntry { label: "", href: "", group, access, order: 0 }
    }

    #[test]
    fn who_receives_has_no_other_work_and_who_keeps_procedures_has_theirs() {
        let held = Access::Permission(Permission("x.view"));
        let daily: Vec<_> = (0..DAILY).map(|_| entry("work", held)).collect();
        let kept: Vec<_> = (0..=DAILY).map(|_| entry("procedures", held)).collect();
        let open: Vec<_> = (0..20).map(|_| entry("public", Access::Public)).collect();
        assert_eq!(own_group(&daily.iter().chain(&kept).chain(&open).collect::<Vec<_>>()), None);
        assert_eq!(own_group(&kept.iter().chain(&open).collect::<Vec<_>>()), Some("procedures"));
        assert_eq!(own_group(&open.iter().collect::<Vec<_>>()), None);
    }
}
