//! A staff page made of parts: heading, tables, forms, summaries, one below the other. And what all pages of the console share.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::access::{Permission, Scope};
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ListQuery, Record};
use ui::{Cell, Choice, Filter, Form, Head, Listing, Markup, Page, Row, Tag, Tone};

/// A page in the making.
#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct Sheet {
    pub page: Page,
    pub head: Head,
    parts: Vec<Markup>,
    bare: bool,
}

#[derive(Template)]
#[template(source = "<h2>{{ text }}</h2>", ext = "html")]
struct Heading<'a> {
    text: &'a str,
}

impl HtmlSafe for Heading<'_> {}

#[derive(Template)]
#[template(source = "<p>{{ text }}</p>", ext = "html")]
struct Paragraph<'a> {
    text: &'a str,
}

impl HtmlSafe for Paragraph<'_> {}

/// Text as it was typed, its lines kept by `code`.
#[derive(Template)]
#[template(source = r#"<code>{{ text }}</code>"#, ext = "html")]
pub(super) struct Code<'a> {
    pub text: &'a str,
}

impl HtmlSafe for Code<'_> {}

impl Sheet {
    /// A page with a title, by message key.
    pub fn new(ctx: &Ctx, title: &str) -> Sheet {
        Sheet::titled(ctx, ctx.t(title))
    }

    /// A page with a finished title.
    pub fn titled(ctx: &Ctx, title: String) -> Sheet {
        Sheet { page: ui::page(ctx, title.clone()), head: Head::new(title), parts: Vec::new(), bare: false }
    }

    /// The way back, with the message key of where it leads.
    pub fn back(mut self, ctx: &Ctx, href: &str, key: &str) -> Sheet {
        self.page = self.page.with_back(href, ctx.t(key));
        self
    }

    /// The sentence below the title.
    pub fn lead(mut self, text: String) -> Sheet {
        self.head.lead = text;
        self
    }

    /// A component.
    pub fn part(mut self, part: &impl HtmlSafe) -> Sheet {
        self.parts.push(Markup::of(part));
        self
    }

    /// A component, if there is one.
    pub fn maybe(self, part: Option<&impl HtmlSafe>) -> Sheet {
        match part {
            Some(part) => self.part(part),
            None => self,
        }
    }

    /// A heading between parts.
    pub fn heading(self, text: &str) -> Sheet {
        self.part(&Heading { text })
    }

    /// A paragraph.
    pub fn text(self, text: &str) -> Sheet {
        self.part(&Paragraph { text })
    }

    /// A form; the title says so when it has errors.
    pub fn form(mut self, form: &Form) -> Sheet {
        if form.has_errors() {
            self.page.title = format!("{} {}", self.page.words.error_prefix, self.page.title);
        }
        self.part(form)
    }

    /// Without a heading of its own: a part carries it.
    pub fn bare(&mut self) {
        self.bare = true;
    }

    /// The answer.
    pub fn answer(&self) -> Result<Response> {
        ui::html(self)
    }

    /// The answer under another status.
    pub fn answer_with(&self, status: StatusCode) -> Result<Response> {
        ui::html_with(status, self)
    }
}

/// What a list answers with: its file, or its table on a sheet.
pub(super) async fn list<T: Record>(
    sheet: Sheet,
    listing: Listing<'_>,
    found: ListQuery<'static>,
    row: impl Fn(&T) -> Row,
    values: impl Fn(&Ctx, &T) -> Vec<Value> + Send + 'static,
) -> Result<Response> {
    list_with(sheet, listing, found, row, values, |_| {}).await
}

/// The same, with a last touch on the table.
pub(super) async fn list_with<T: Record>(
    sheet: Sheet,
    listing: Listing<'_>,
    found: ListQuery<'static>,
    row: impl Fn(&T) -> Row,
    values: impl Fn(&Ctx, &T) -> Vec<Value> + Send + 'static,
    touch: impl FnOnce(&mut ui::Table),
) -> Result<Response> {
    let (ctx, query) = (listing.ctx, listing.query);
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, found, move |ctx, row| Ok(values(ctx, row))).await;
    }
    let page = found.page::<T>(&ctx.app.store, query).await?;
    let mut table = listing.table(&page, row);
    table.caption_hidden = true;
    touch(&mut table);
    sheet.part(&table).answer()
}

/// Whether one of the texts holds the words, whatever their case and tone marks.
pub(super) fn mentions(words: &str, texts: &[&str]) -> bool {
    let words = kernel::text::fold(words);
    texts.iter().any(|text| kernel::text::fold(text).contains(&words))
}

/// Narrows a list to some ids; for tables of a few hundred rows, which are searched here rather than in SQL.
pub(super) fn only(list: &mut ListQuery<'_>, column: &str, ids: impl Iterator<Item = i64>) {
    let ids: Vec<i64> = ids.collect();
    if ids.is_empty() {
        return list.and("1 = 0", []);
    }
    let marks = vec!["?"; ids.len()].join(", ");
    list.and(&format!("{column} IN ({marks})"), ids.into_iter().map(Into::into));
}

/// Has the browser ask for the page again in a few seconds: work is under way that it tells of.
pub(super) fn look_again(answer: &mut Response) {
    answer.headers_mut().insert("refresh", HeaderValue::from_static("3"));
}

/// Demands a permission for the whole city: what concerns everybody is not decided in one agency.
pub(super) fn citywide(ctx: &Ctx, permission: Permission) -> Result<()> {
    if ctx.scope(permission) == Scope::All { Ok(()) } else { Err(Error::NoRight(permission.0)) }
}

/// A person's number or mail address as lists show it; the record's page shows it whole.
pub(super) fn masked(ctx: &Ctx, text: &str) -> String {
    if text.contains('@') {
        return kernel::text::masked_mail(text);
    }
    kernel::text::masked(text, ctx.app.profiles().get_or_keep("privacy.list_digits", ctx.today(), 3))
}

/// A moment in a cell.
pub(super) fn moment(micros: i64) -> Cell {
    let at = Moment::from_micros(micros);
    Cell::moment(at.iso(), at.vn())
}

/// A moment that may be missing.
pub(super) fn maybe_moment(micros: Option<i64>) -> Cell {
    micros.map_or(Cell::Empty, moment)
}

/// A day kept as ISO text, as on paper; empty where there is none.
pub(super) fn day(text: Option<&str>) -> String {
    text.and_then(|d| d.parse::<kernel::Day>().ok()).map(kernel::Day::vn).unwrap_or_default()
}

/// "from – to", open ends told in words.
pub(super) fn span(ctx: &Ctx, from: Option<&str>, to: Option<&str>) -> String {
    match (day(from), day(to)) {
        (f, t) if f.is_empty() && t.is_empty() => ctx.t("console-always"),
        (f, t) if t.is_empty() => ctx.tn("console-from", &[("from", f)]),
        (f, t) if f.is_empty() => ctx.tn("console-until", &[("to", t)]),
        (f, t) => format!("{f} – {t}"),
    }
}

/// Confirmed by a source, or not.
pub(super) fn confirmed(ctx: &Ctx, confirmed: bool) -> Tag {
    if confirmed {
        Tag::new(ctx.t("console-confirmed"), Tone::Good)
    } else {
        Tag::new(ctx.t("console-unconfirmed"), Tone::Warn)
    }
}

/// A filter by one of several, with "all" first; choices are (value, text).
pub(super) fn choose(
    ctx: &Ctx,
    query: &Query,
    name: &str,
    label: &str,
    choices: Vec<(String, String)>,
) -> Filter {
    let now = query.get(name).unwrap_or_default();
    let mut options = vec![Choice::new("", ctx.t("console-all"), now.is_empty())];
    options.extend(choices.into_iter().map(|(value, text)| {
        let selected = value == now;
        Choice::new(value, text, selected)
    }));
    Filter::select(name, ctx.t(label), options)
}

/// The agencies in force in a scope, as choices by tree order of their ids.
pub(super) fn agencies(ctx: &Ctx, scope: &Scope) -> Vec<(String, String)> {
    let directory = ctx.app.directory();
    let mut found: Vec<(String, String)> = directory
        .in_force(ctx.today())
        .filter(|a| scope.covers(a.id))
        .map(|a| (a.id.to_string(), a.name.clone()))
        .collect();
    found.sort_by_key(|(_, name)| kernel::text::fold(name));
    found
}

/// Choices of a select field, with a first empty one.
pub(super) fn choices(ctx: &Ctx, list: Vec<(String, String)>, now: &str) -> Vec<Choice> {
    let first = Choice::new("", ctx.t("ui-choose"), now.is_empty());
    std::iter::once(first)
        .chain(list.into_iter().map(|(v, t)| {
            let on = v == now;
            Choice::new(v, t, on)
        }))
        .collect()
}

/// What an action of the journal is called; its own word where it has no name.
pub(super) fn named(ctx: &Ctx, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}{}", word.replace('_', "-"));
    let text = ctx.t(&key);
    if text == key { word.replace('_', " ") } else { text }
}
