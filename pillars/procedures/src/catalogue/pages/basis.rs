//! /quan-tri/thu-tuc/can-cu: legal documents as records, what each does to others, which procedures rest on it.

use super::super::acts::basis::{self as acts, Does};
use super::super::rules::words::name;
use super::super::store::{self, Document as Found, DocumentText, Effect};
use super::super::{EDIT, import};
use super::{Block, StaffList, StaffPage, choices, day, sheet_parts};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{
    Action, ActionKind, Cell, Choice, Empty, Field, Filter, Form, Head, ListHead, Listing, Row, SummaryList,
    Tag, Tone, Width,
};

const PATH: &str = "/quan-tri/thu-tuc/can-cu";
/// What a document may do to another.
const DOES: [&str; 3] = ["amends", "replaces", "abolishes"];

const HEADS: [ListHead; 5] = [
    ListHead::sorting("so", "catalogue-basis-number"),
    ListHead::sorting("ten", "catalogue-basis-title"),
    ListHead::sorting("hieu-luc", "catalogue-basis-effect"),
    ListHead::new("het", "catalogue-basis-ended"),
    ListHead::figure("phien-ban", "catalogue-basis-versions"),
];

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::documents();
    if let Some(typed) = query.get("q") {
        list.and("d.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if query.get("con") == Some("het") {
        store::only_ended(&mut list, ctx.today());
    }
    if query.get("con") == Some("thieu") {
        store::only_undated(&mut list);
    }
    let held = query.get("con").unwrap_or_default();
    let states = vec![
        Choice::new("", ctx.t("catalogue-state-all"), held.is_empty()),
        Choice::new("het", ctx.t("catalogue-basis-only-ended"), held == "het"),
        Choice::new("thieu", ctx.t("catalogue-basis-only-undated"), held == "thieu"),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "can-cu",
        caption: ctx.t("catalogue-basis-list"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("catalogue-basis-words"), query.get("q").unwrap_or_default()),
            Filter::select("con", ctx.t("catalogue-filter-state"), states),
        ],
        empty: Empty::new(ctx.t("catalogue-basis-empty"), ctx.t("catalogue-basis-empty-text"))
            .with_action("/quan-tri/thu-tuc/can-cu/moi", ctx.t("catalogue-basis-new")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, row: &Found| Ok(values(row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-basis-list"));
    head.lead = ctx.t("catalogue-basis-lead");
    if ctx.viewer.as_ref().is_some_and(|v| v.has(EDIT)) {
        let new =
            Action::link("/quan-tri/thu-tuc/can-cu/moi", ctx.t("catalogue-basis-new"), ActionKind::Primary);
        head.actions.push(new);
    }
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-basis-list")), head, table })
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    let on = |day_on: &Option<String>, none: Cell| match day_on {
        Some(iso) => Cell::moment(iso, day(iso)),
        None => none,
    };
    Row::new(vec![
        Cell::link(format!("{PATH}/{}", row.id), row.number.clone()),
        Cell::from(row.title.clone()),
        on(&row.effect_on, Cell::muted(ctx.t("catalogue-basis-undated"))),
        on(&row.ended_on, Cell::Empty),
        Cell::number(row.versions.to_string()),
    ])
}

fn values(row: &Found) -> Vec<Value> {
    vec![
        Value::Text(row.number.clone()),
        Value::Text(row.title.clone()),
        Value::day(row.effect_on.as_deref().unwrap_or_default()),
        Value::day(row.ended_on.as_deref().unwrap_or_default()),
        Value::Number(row.versions as f64),
    ]
}

fn city(ctx: &Ctx) -> i64 {
    import::city(&ctx.app, ctx.today())
}

fn form(ctx: &Ctx, id: Option<i64>, typed: &Submitted, errors: &FieldErrors) -> Form {
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    let date = |name: &str, key: &str| {
        Field::date(name, ctx.t(key)).value(typed.text(name)).optional().error(wrong(name))
    };
    let mut fields = vec![
        Field::textarea("ten", ctx.t("catalogue-basis-title"), 2)
            .value(typed.text("ten"))
            .error(wrong("ten")),
        Field::text("ai", ctx.t("catalogue-basis-issuer"))
            .value(typed.text("ai"))
            .optional()
            .error(wrong("ai")),
        date("ban-hanh", "catalogue-basis-issued"),
        date("hieu-luc", "catalogue-basis-effect"),
        date("het", "catalogue-basis-ended").hint(ctx.t("catalogue-basis-ended-hint")),
    ];
    if id.is_none() {
        let number = Field::text("so", ctx.t("catalogue-basis-number"))
            .value(typed.text("so"))
            .hint(ctx.t("catalogue-decision-basis-hint"))
            .width(Width::Medium)
            .error(wrong("so"));
        fields.insert(0, number);
    }
    let action = id.map_or_else(|| format!("{PATH}/moi"), |id| format!("{PATH}/{id}"));
    Form::new(&ui::words(&ctx.locale), action, ctx.t("catalogue-basis-save"), fields)
        .with_secondary(PATH, ctx.t("ui-back"))
}

/// What was typed; the number of a known document stays.
fn read(typed: &Submitted, number: Option<String>, errors: &mut FieldErrors) -> DocumentText {
    let text = DocumentText {
        number: number.unwrap_or_else(|| typed.required(errors, "so", 60)),
        title: typed.required(errors, "ten", 600),
        issuer: typed.at_most(errors, "ai", 200),
        issued: typed.day(errors, "ban-hanh"),
        effect: typed.day(errors, "hieu-luc"),
        ended: typed.day(errors, "het"),
    };
    if text.effect.zip(text.ended).is_some_and(|(effect, ended)| ended < effect) {
        errors.add("het", "catalogue-ends-before");
    }
    text
}

fn new_page(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> StaffPage {
    let title = ctx.t("catalogue-basis-new");
    StaffPage {
        page: ui::page(ctx, title.clone()).with_back(PATH, ctx.t("catalogue-basis-list")),
        head: Head::new(title),
        blocks: vec![Block::new("van-ban", String::new()).part(&form(ctx, None, typed, errors))],
    }
}

/// The form of a new document.
pub async fn new(ctx: Ctx) -> Result<Response> {
    ui::html(&new_page(&ctx, &Submitted::default(), &FieldErrors::new()))
}

/// Enters it.
pub async fn open(ctx: Ctx, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, city(&ctx))?;
    let mut errors = FieldErrors::new();
    let text = read(&typed, None, &mut errors);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &new_page(&ctx, &typed, &errors));
    }
    let id = acts::enter(&ctx.app, &ctx.actor(), &text).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-document")))
}

/// One document.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ui::html(&view(&ctx, id, None, &FieldErrors::new()).await?)
}

async fn view(ctx: &Ctx, id: i64, typed: Option<&Submitted>, errors: &FieldErrors) -> Result<StaffPage> {
    let db = &ctx.app.store;
    let document = store::document(db, id).await?;
    let effects = store::effects(db, &document).await?;
    let edits = ctx.may(EDIT, city(ctx));
    let on = |day_on: &Option<String>| day_on.as_deref().map(day).unwrap_or_default();
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("catalogue-basis-title"), document.title.clone())
        .row(ctx.t("catalogue-basis-issuer"), document.issuer.clone())
        .row(ctx.t("catalogue-basis-issued"), on(&document.issued_on))
        .row(ctx.t("catalogue-basis-effect"), on(&document.effect_on))
        .row(ctx.t("catalogue-basis-ended"), on(&document.ended_on));
    let mut blocks = vec![
        Block::new("thong-tin", String::new()).part(&facts),
        Block::new("tac-dong", ctx.t("catalogue-basis-effects"))
            .part(&effect_table(ctx, &document, &effects, edits)),
        Block::new("thu-tuc", ctx.t("catalogue-basis-resting")).part(&resting(ctx, &document.number).await?),
    ];
    if edits {
        let held = typed.cloned().unwrap_or_else(|| held(&document));
        let does = effect_form(ctx, id, &held, errors);
        blocks.push(Block::new("them", ctx.t("catalogue-basis-add-effect")).part(&does));
        let form = form(ctx, Some(id), &held, errors);
        blocks.push(Block::new("sua", ctx.t("catalogue-basis-correct")).part(&form));
    }
    let entries = platform::journal::history(db, "basis_document", id).await?;
    blocks.push(Block::new("lich-su", ctx.t("catalogue-record-history")).part(&ui::history(ctx, &entries)));
    let mut head = Head::new(document.number.clone());
    let ended = store::ended(db, ctx.today()).await?.iter().any(|e| e.number == document.number);
    head.tag = ended.then(|| Tag::new(ctx.t("catalogue-basis-no-longer"), Tone::Bad));
    let page = ui::page(ctx, document.number.clone()).with_back(PATH, ctx.t("catalogue-basis-list"));
    Ok(StaffPage { page, head, blocks })
}

fn held(document: &Found) -> Submitted {
    let mut typed = Submitted::default();
    for (name, value) in [
        ("ten", Some(document.title.clone())),
        ("ai", Some(document.issuer.clone())),
        ("ban-hanh", document.issued_on.clone()),
        ("hieu-luc", document.effect_on.clone()),
        ("het", document.ended_on.clone()),
    ] {
        typed.fields.insert(name.to_owned(), value.into_iter().collect());
    }
    typed
}

fn effect_table(ctx: &Ctx, document: &Found, effects: &[Effect], edits: bool) -> ui::Table {
    let rows = effects.iter().map(|e| {
        let own = e.number == document.number;
        let (key, other) =
            if own { (format!("does-{}", e.kind), &e.target) } else { (format!("is-{}", e.kind), &e.number) };
        let mut drop = Cell::Empty;
        if own && edits {
            drop = Cell::post(
                format!("{PATH}/{}/bo-hieu-luc", document.id),
                ctx.t("catalogue-basis-drop"),
                other,
            );
            if let Cell::Post(post) = &mut drop {
                post.hidden = vec![("tac-dong".to_owned(), e.id.to_string())];
            }
        }
        vec![
            Cell::text(name(&ctx.locale, "effect", &key)),
            Cell::text(other.clone()),
            Cell::from(e.article.clone()),
            Cell::moment(&e.from_on, day(&e.from_on)),
            Cell::from(e.note.clone()),
            drop,
        ]
    });
    let heads = [
        "catalogue-basis-does",
        "catalogue-basis-number",
        "catalogue-col-article",
        "catalogue-basis-from",
        "catalogue-head-note",
        "catalogue-basis-act",
    ];
    sheet_parts::table(ctx, "bang-tac-dong", "catalogue-basis-effects", &heads, rows.collect())
}

async fn resting(ctx: &Ctx, number: &str) -> Result<ui::Table> {
    let found = store::resting(&ctx.app.store, number).await?;
    let rows = found.iter().map(|r| {
        vec![
            Cell::link(format!("/thu-tuc/{}/phien-ban/{}", r.code, r.number), r.code.clone()),
            Cell::text(r.name.clone()),
            Cell::number(r.number.to_string()),
            Cell::from(r.article.clone()),
            Cell::moment(&r.valid_from, day(&r.valid_from)),
            Cell::from(r.valid_to.as_deref().map(day).unwrap_or_default()),
        ]
    });
    let heads = [
        "catalogue-head-code",
        "catalogue-head-name",
        "catalogue-head-version",
        "catalogue-col-article",
        "catalogue-part-valid-from",
        "catalogue-part-valid-to",
    ];
    Ok(sheet_parts::table(ctx, "bang-thu-tuc", "catalogue-basis-resting", &heads, rows.collect()))
}

fn effect_form(ctx: &Ctx, id: i64, typed: &Submitted, errors: &FieldErrors) -> Form {
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::select(
            "viec",
            ctx.t("catalogue-basis-does"),
            choices(ctx, "does", &DOES, typed.text("viec"), None),
        ),
        Field::text("dich", ctx.t("catalogue-basis-target"))
            .value(typed.text("dich"))
            .width(Width::Medium)
            .error(wrong("dich")),
        Field::text("dieu", ctx.t("catalogue-col-article"))
            .value(typed.text("dieu"))
            .hint(ctx.t("catalogue-basis-article-hint"))
            .optional()
            .error(wrong("dieu")),
        Field::date("tu", ctx.t("catalogue-basis-from")).value(typed.text("tu")).error(wrong("tu")),
        Field::text("ghi-chu", ctx.t("catalogue-head-note"))
            .value(typed.text("ghi-chu"))
            .optional()
            .error(wrong("ghi-chu")),
    ];
    let action = format!("{PATH}/{id}/hieu-luc");
    Form::new(&ui::words(&ctx.locale), action, ctx.t("catalogue-basis-add-effect"), fields)
}

/// Corrects what is written of a document.
pub async fn save(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, city(&ctx))?;
    let document = store::document(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let text = read(&typed, Some(document.number), &mut errors);
    if !errors.is_empty() {
        return ui::html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &view(&ctx, id, Some(&typed), &errors).await?,
        );
    }
    acts::correct(&ctx.app, &ctx.actor(), id, &text).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-document")))
}

/// Notes what a document does to another.
pub async fn effect(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, city(&ctx))?;
    let mut errors = FieldErrors::new();
    let target = typed.required(&mut errors, "dich", 60);
    let from: Option<Day> = typed.day(&mut errors, "tu");
    if typed.text("tu").is_empty() {
        errors.add("tu", "form-required");
    }
    let kind = typed.text("viec");
    let article = typed.at_most(&mut errors, "dieu", 200);
    let note = typed.at_most(&mut errors, "ghi-chu", 600);
    let (Some(from), true) = (from, errors.is_empty() && DOES.contains(&kind)) else {
        let document = store::document(&ctx.app.store, id).await?;
        let mut shown = held(&document);
        shown.fields.extend(typed.fields.clone());
        return ui::html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &view(&ctx, id, Some(&shown), &errors).await?,
        );
    };
    let does = Does { kind: kind.to_owned(), target, article, from, note };
    acts::effect(&ctx.app, &ctx.actor(), id, &does).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-document")))
}

/// Takes a noted effect away.
pub async fn drop(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.require(EDIT, city(&ctx))?;
    let effect = typed.text("tac-dong").parse().unwrap_or_default();
    acts::drop(&ctx.app, &ctx.actor(), id, effect).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-document")))
}
