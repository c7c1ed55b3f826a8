//! The one form of a joint dossier: owner, who settles, questions asked once, papers asked once.

use super::super::rules::Asked;
use super::desk::{By, Desk};
use super::desk_people;
use super::drafts;
use super::{CitizenPage, StaffPage};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{FieldErrors, Refusal, Result};
use platform::http::Submitted;
use platform::{Ctx, uploads};
use ui::{Cell, Choice, Column, Field, FieldKind, Form, Head, Inset, Markup, Row, Table};

/// What may be found of a paper.
pub(super) const GIVEN: [&str; 4] = ["original", "copy", "electronic", "missing"];
/// Ways of delivering the result.
pub(super) const DELIVERIES: [&str; 2] = ["counter", "post"];

/// Kinds of applicants that the first procedure is for; every kind where it names none.
pub(super) fn kinds(desk: &Desk) -> Vec<&'static str> {
    const ALL: [&str; 4] = ["citizen", "firm", "household_business", "organisation"];
    let audience =
        desk.members.first().map(|member| member.version.body.audience.as_slice()).unwrap_or_default();
    ALL.into_iter().filter(|kind| audience.is_empty() || audience.iter().any(|a| a == kind)).collect()
}

/// The page with what was typed, with what is wrong with it (422), or with why it was refused (409).
pub(super) fn page(
    ctx: &Ctx,
    desk: &Desk,
    typed: &Submitted,
    errors: &FieldErrors,
    refused: Option<&Refusal>,
) -> Result<Response> {
    let mut form = form(ctx, desk, typed, errors)?;
    if let Some(refusal) = refused {
        let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        form.errors.push(ctx.tn(refusal.key, &args));
    }
    // A citizen's good files are kept with the draft.
    if desk.by == By::Clerk && form.has_errors() && !typed.uploads.is_empty() {
        form.errors.push(ctx.t("joint-files-again"));
    }
    let failed = form.has_errors();
    let mut head = Head::new(desk.group.name.clone());
    head.caption = ctx.t("joint-file");
    head.lead = ctx.tn("joint-file-lead", &[("agency", ctx.app.directory().name(desk.lead).to_owned())]);
    let mut page = ui::page(ctx, ctx.t("joint-file")).with_back(desk.by.path(), ctx.t("joint-file-other"));
    if failed {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let mut parts = vec![members(ctx, desk)];
    if let Some(draft) = desk.draft {
        parts.push(ui::markup(&drafts::told(ctx, draft)));
    }
    let status = match (refused, failed) {
        (Some(refusal), _) => StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT),
        (None, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, false) => StatusCode::OK,
    };
    match desk.by {
        By::Clerk => ui::html_with(status, &StaffPage { page, head, parts, form: Some(form) }),
        By::Citizen => ui::html_with(status, &CitizenPage { page, head, parts, form: Some(form) }),
    }
}

/// What is filed at once: procedure, who settles it, its term, when it begins.
fn members(ctx: &Ctx, desk: &Desk) -> Markup {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-thu-tuc", ctx.t("joint-members"));
    table.columns =
        ["part", "agency", "term"].map(|head| Column::new(head, ctx.t(&format!("joint-head-{head}")))).into();
    for (place, (member, of)) in (1..).zip(desk.members.iter().zip(&desk.group.members)) {
        let agency = match member.agency {
            Some(id) => ctx.app.directory().name(id).to_owned(),
            None => of.agency.clone(),
        };
        let order = if of.beside && place > 1 { "joint-member-beside" } else { "joint-member-after" };
        let name = Cell::text(format!("{place}. {}", member.version.body.name));
        let name = if place == 1 { name } else { Cell::Stack(vec![name, Cell::muted(ctx.t(order))]) };
        let term = contracts::term_words(&ctx.locale, &member.term);
        table.rows.push(Row::new(vec![name, Cell::text(agency), Cell::text(term)]));
    }
    ui::markup(&table)
}

fn form(ctx: &Ctx, desk: &Desk, typed: &Submitted, errors: &FieldErrors) -> Result<Form> {
    let key = typed.optional("khoa").unwrap_or_else(|| ctx.app.random.token());
    let mut fields = vec![
        Field::hidden("khoa", key),
        Field::hidden("nhom", desk.group.code.clone()),
        Field::hidden("co-quan", desk.lead.to_string()),
    ];
    fields.extend(agencies(ctx, desk, typed, errors));
    fields.push(Field::heading(ctx.t("joint-head-owner")));
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    match kinds(desk).as_slice() {
        [only] => fields.push(Field::hidden("doi-tuong", *only)),
        several => {
            let held = typed.text("doi-tuong");
            let first = several.first().copied().unwrap_or_default();
            let choices = several.iter().map(|kind| {
                let label = ctx.t(&format!("joint-kind-{}", kind.replace('_', "-")));
                Choice::new(*kind, label, held == *kind || (held.is_empty() && *kind == first))
            });
            let field = Field::radios("doi-tuong", ctx.t("joint-field-doi-tuong"), choices.collect());
            fields.push(field.error(wrong("doi-tuong")));
        }
    }
    fields.extend(desk_people::owner_fields(ctx, desk.by, typed, errors));
    fields.extend(desk_people::proxy_fields(ctx, desk, typed, errors));
    if let Some(form) = &desk.form {
        let key = if desk.by == By::Clerk { "joint-form-clerk" } else { "joint-form-citizen" };
        fields.push(Field::heading(ctx.t("joint-form")).hint(ctx.t(key)));
        let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
        let files = eforms::Files { rules: &rules, held: drafts::held(desk) };
        fields.extend(form.fields_with_files(typed, errors, &ctx.locale, &files));
    }
    fields.push(Field::heading(ctx.t("joint-papers")).hint(ctx.t("joint-papers-hint")));
    fields.push(papers(ctx, desk, typed, errors)?);
    let taken = uploads::Rules::on(&ctx.app, ctx.today())?;
    fields.push(Field::html(ui::markup(&Inset { text: taken.words(ctx) })));
    let held = typed.optional("tra-ket-qua").unwrap_or_else(|| "counter".to_owned());
    let ways = DELIVERIES.map(|way| Choice::new(way, ctx.t(&format!("joint-delivery-{way}")), way == held));
    fields.push(
        Field::radios("tra-ket-qua", ctx.t("joint-field-delivery"), ways.into()).error(wrong("tra-ket-qua")),
    );
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, desk.by.path(), ctx.t("joint-submit"), fields).multipart();
    if desk.by == By::Citizen {
        form.second_button = Some((drafts::LATER.to_owned(), "1".to_owned(), ctx.t("joint-later")));
        form.draft_action = desk.draft.map(|_| drafts::KEEPING.to_owned());
    }
    Ok(form)
}

/// Who settles what nobody can tell from the lead.
fn agencies(ctx: &Ctx, desk: &Desk, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let open = (1..).zip(&desk.members).filter(|(_, member)| member.agency.is_none());
    open.map(|(place, member)| {
        let name = format!("phan-{place}");
        let held = typed.text(&name);
        let none = Choice::new("", ctx.t("joint-choose"), held.is_empty());
        let choices = member.choices.iter().map(|(id, agency)| {
            let id = id.to_string();
            let chosen = id == held;
            Choice::new(id, agency.clone(), chosen)
        });
        let label = ctx.tn("joint-field-agency", &[("procedure", member.version.body.short_name.clone())]);
        let field = Field::select(&name, label, std::iter::once(none).chain(choices).collect());
        field.error(ui::field_error(ctx, errors, &name))
    })
    .collect()
}

/// The papers, one a row: how it is given, with a file.
fn papers(ctx: &Ctx, desk: &Desk, typed: &Submitted, errors: &FieldErrors) -> Result<Field> {
    let accept = uploads::Rules::on(&ctx.app, ctx.today())?.accept();
    let mut columns: Vec<String> = vec![ctx.t("joint-paper")];
    if desk.by == By::Clerk {
        columns.push(ctx.t("joint-paper-given"));
    }
    columns.push(ctx.t("joint-paper-file"));
    if desk.keeps_papers() {
        columns.push(ctx.t("joint-paper-drop"));
    }
    let rows = (0..)
        .zip(&desk.papers)
        .map(|(at, asked)| paper(ctx, desk, (typed, errors), (at, asked), &accept))
        .collect();
    Ok(Field::new(FieldKind::Rows { columns, rows, add_name: None }, "giay", ctx.t("joint-papers")))
}

fn paper(
    ctx: &Ctx,
    desk: &Desk,
    (typed, errors): (&Submitted, &FieldErrors),
    (at, asked): (usize, &Asked),
    accept: &str,
) -> Vec<Field> {
    let of: Vec<String> = asked
        .of
        .iter()
        .filter_map(|(member, _)| Some(desk.members.get(*member)?.version.body.short_name.clone()))
        .collect();
    let need = match (&asked.when, asked.required) {
        (Some(when), _) => ctx.tn("joint-paper-when", &[("when", when.clone())]),
        (None, true) => ctx.t("joint-paper-required"),
        (None, false) => ctx.t("joint-paper-optional"),
    };
    let mut about = vec![
        Cell::text(asked.name.clone()),
        Cell::muted(ctx.tn("joint-paper-of", &[("of", of.join(", ")), ("need", need)])),
    ];
    let kept = desk.kept_of(asked);
    about.extend(kept.and_then(|kept| drafts::link(ctx, desk, kept)));
    let about = Cell::Stack(about);
    let mut row = vec![Field::html(ui::markup(&about))];
    let label = |key: &str| format!("{}: {}", asked.name, ctx.t(key));
    if desk.by == By::Clerk {
        let name = format!("giay-{at}-co");
        let first = match asked.kind.as_str() {
            _ if !asked.required => "missing",
            "shown" | "form" | "original" => "original",
            "electronic" => "electronic",
            _ => "copy",
        };
        let held = typed.optional(&name).unwrap_or_else(|| first.to_owned());
        let choices =
            GIVEN.map(|given| Choice::new(given, ctx.t(&format!("joint-given-{given}")), given == held));
        let field = Field::select(&name, label("joint-paper-given"), choices.into()).label_hidden();
        row.push(field.error(ui::field_error(ctx, errors, &name)));
    }
    let name = format!("giay-{at}-tep");
    let typed_above = desk.by == By::Citizen && asked.kind == "form" && desk.form.is_some();
    // Online the paper is its file, so the file must be there where the paper must.
    let (called, must) = match desk.by {
        By::Citizen => {
            (asked.name.clone(), asked.required && asked.when.is_none() && !typed_above && kept.is_none())
        }
        By::Clerk => (label("joint-paper-file"), false),
    };
    let file = if asked.kind == "shown" || (desk.by == By::Citizen && !asked.online) {
        // The clerk has the paper before them and gives it back; the citizen brings it along.
        let said = if desk.by == By::Citizen { "joint-paper-bring" } else { "joint-paper-shown" };
        Field::html(ui::markup(&Cell::muted(ctx.t(said))))
    } else {
        let hint = match kept {
            Some(_) => ctx.t("joint-paper-other"),
            None if typed_above => ctx.t("joint-paper-typed"),
            None => String::new(),
        };
        let file = Field::file(&name, called, accept, hint).label_hidden();
        let file = file.error(ui::field_error(ctx, errors, &name));
        if must { file } else { file.optional() }
    };
    row.push(file);
    if desk.keeps_papers() {
        row.push(drafts::drop_field(ctx, (at, asked), kept));
    }
    row
}
