//! The counter's form of a procedure: agency, applicant, papers, electronic form, delivery, and what to do with it.

use super::deeds::{Draft, PaperLine, checks, component_note, fee, file_hint, often, paper_rows, people};
use super::{intake, intake_shelf};
use contracts::procedures::{Component, ProcedureVersion};
use contracts::shelf::HeldPaper;
use eforms::Standing;
use kernel::Term;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, uploads};
use std::sync::Arc;
use ui::Field;

/// Kinds of applicants.
pub const KINDS: [&str; 4] = ["citizen", "firm", "household_business", "organisation"];
/// Ways of delivering the result.
pub const DELIVERIES: [&str; 3] = ["counter", "post", "online"];
/// Field of the case that decides the term.
pub const TERM_CASE: &str = "truong-hop";
/// Its choice where none of the variants applies.
pub const OWN_TERM: &str = "chung";
/// What may be done with what was handed in.
pub const OUTCOMES: [&str; 3] = ["tiep-nhan", "bo-sung", "tu-choi"];
/// Channels at the counter: in person, or a letter that the clerk keys in.
pub const CHANNELS: [&str; 2] = ["counter", "post"];

/// The form with what was typed, and with what the person's shelf holds.
pub async fn form(
    ctx: &Ctx,
    version: &ProcedureVersion,
    (typed, held): (&Submitted, &[HeldPaper]),
    errors: &FieldErrors,
) -> Result<ui::Form> {
    let draft = Draft { ctx, typed, errors };
    let key = typed.optional("khoa").unwrap_or_else(|| ctx.app.random.token());
    let mut fields = vec![Field::hidden("khoa", key), Field::hidden("thu-tuc", version.body.code.clone())];
    fields.push(Field::hidden(super::tools::COMPARE, "1"));
    fields.extend(typed.optional(intake::TICKET).map(|ticket| Field::hidden(intake::TICKET, ticket)));
    fields.extend(typed.optional(intake::LETTER).map(|letter| Field::hidden(intake::LETTER, letter)));
    fields.extend(agency(&draft, version));
    fields.extend(people(&draft, version));
    fields.push(Field::heading(ctx.t("one-stop-intake-papers")));
    let often = often(ctx, &version.body.code).await?;
    let lines: Vec<PaperLine> = version
        .body
        .components
        .iter()
        .map(|c| PaperLine { checks: checks(ctx, &often, &c.key), ..line(ctx, c) })
        .collect();
    let whole = checks(ctx, &often, "");
    if !whole.is_empty() {
        let title = ctx.t("one-stop-check-whole");
        let panel = ui::Panel { title, lines: whole, links: Vec::new() };
        fields.push(Field::html(ui::markup(&panel)));
    }
    fields.push(paper_rows(&draft, &lines)?);
    fields.push(Field::html(ui::markup(&ui::Inset { text: file_hint(ctx)? })));
    fields.extend(intake_shelf::fields(&draft, version, held));
    fields.extend(electronic(&draft, version)?);
    fields.push(Field::heading(ctx.t("one-stop-intake-what")));
    let deliveries = DELIVERIES.map(|d| (d, ctx.t(&format!("one-stop-delivery-{d}"))));
    fields.push(draft.radios("tra-ket-qua", deliveries.into(), "counter"));
    fields.extend(term_case(&draft, version));
    if version.body.term.as_ref().is_some_and(|t| t.verification.is_some()) {
        fields.push(draft.tick("tham-tra", "one-stop-field-tham-tra-text"));
    }
    fields.extend(fee::fields(&draft, version.body.fixed_fee()));
    let outcomes = OUTCOMES.map(|o| (o, ctx.t(&format!("one-stop-intake-{o}"))));
    fields.push(draft.radios("xu-ly", outcomes.into(), "tiep-nhan"));
    let words = ui::words(&ctx.locale);
    Ok(ui::Form::new(&words, intake::PATH, ctx.t("one-stop-intake-submit"), fields).multipart())
}

fn agency(draft: &Draft<'_>, version: &ProcedureVersion) -> Vec<Field> {
    let agencies = intake::agencies(draft.ctx, version);
    let own = draft.ctx.viewer.as_ref().and_then(|v| v.agency_id).map(|id| id.to_string());
    match agencies.as_slice() {
        [(id, _)] => vec![Field::hidden("don-vi", id.clone())],
        _ => {
            let mut field = draft.select("don-vi", agencies);
            if draft.typed.text("don-vi").is_empty()
                && let ui::FieldKind::Select(choices) = &mut field.kind
            {
                for choice in choices {
                    choice.selected = Some(&choice.value) == own.as_ref();
                }
            }
            vec![field]
        }
    }
}

fn people(draft: &Draft<'_>, version: &ProcedureVersion) -> Vec<Field> {
    let ctx = draft.ctx;
    let audience: Vec<&str> = KINDS
        .into_iter()
        .filter(|k| version.body.audience.is_empty() || version.body.audience.iter().any(|a| a == k))
        .collect();
    let first = audience.first().copied().unwrap_or("citizen");
    let kinds =
        audience.iter().map(|k| (*k, ctx.t(&format!("one-stop-kind-{}", k.replace('_', "-"))))).collect();
    let channels = channels(ctx).into_iter().map(|c| (c, ctx.t(&format!("one-stop-channel-{c}")))).collect();
    vec![
        draft.radios("kenh", channels, "counter"),
        Field::heading(ctx.t("one-stop-owner")),
        draft.radios("doi-tuong", kinds, first),
    ]
    .into_iter()
    .chain(people::owner_fields(draft))
    .chain(people::proxy_fields(draft, &version.body))
    .collect()
}

/// The channels at the counter that the legal profile of today knows.
pub fn channels(ctx: &Ctx) -> Vec<&'static str> {
    let known: Vec<String> =
        ctx.app.profiles().get_or("one_stop.channels", ctx.today(), Vec::new()).unwrap_or_default();
    CHANNELS
        .into_iter()
        .filter(|c| *c == "counter" || known.is_empty() || known.iter().any(|k| k == c))
        .collect()
}

/// Which of the procedure's terms applies, where it has several: the clerk says so, nothing is taken for granted.
fn term_case(draft: &Draft<'_>, version: &ProcedureVersion) -> Option<Field> {
    let body = &version.body;
    if body.variants.is_empty() {
        return None;
    }
    let locale = &draft.ctx.locale;
    let choice = |label: &str, term: &Term| {
        locale.tn(
            "one-stop-intake-term-case",
            &[("label", label.to_owned()), ("term", contracts::term_words(locale, term))],
        )
    };
    let own = choice(&locale.t("one-stop-intake-term-own"), &body.term.clone().unwrap_or_default());
    let choices = [(OWN_TERM, own)]
        .into_iter()
        .chain(body.variants.iter().map(|v| (v.key.as_str(), choice(&v.label, &v.term))));
    Some(draft.radios(TERM_CASE, choices.collect(), ""))
}

fn line(ctx: &Ctx, component: &Component) -> PaperLine {
    let given = match component.kind.as_str() {
        "shown" | "form" | "original" => "original",
        "electronic" => "electronic",
        _ => "copy",
    };
    PaperLine {
        file: None,
        key: component.key.clone(),
        name: component.name.clone(),
        note: component_note(ctx, Some(component)),
        checks: Vec::new(),
        // What is not always needed is not there until the clerk says so.
        given: if component.required { given } else { "missing" }.to_owned(),
        copies: component.copies,
        remark: String::new(),
        with_file: component.kind != "shown",
    }
}

/// The questions of the electronic form, with their pickers.
fn electronic(draft: &Draft<'_>, version: &ProcedureVersion) -> Result<Vec<Field>> {
    let Some(form) = parsed(version) else { return Ok(Vec::new()) };
    let rules = uploads::Rules::on(&draft.ctx.app, draft.ctx.today())?;
    let files = eforms::Files { rules: &rules, held: Vec::new() };
    let locale = &draft.ctx.locale;
    let mut fields = Vec::new();
    if form.has_gate() {
        let hint = draft.ctx.t("one-stop-intake-gate-hint");
        fields.push(Field::heading(draft.ctx.t("one-stop-intake-gate")).hint(hint));
        if let Standing::Stopped(words) = form.standing(draft.typed, locale) {
            fields.push(Field::html(ui::markup(&ui::Inset { text: words })));
        }
        fields.extend(form.gate(draft.typed, draft.errors, locale));
    }
    fields.push(Field::heading(draft.ctx.t("one-stop-form")).hint(draft.ctx.t("one-stop-intake-form-hint")));
    fields.extend(form.fields_with_files(draft.typed, draft.errors, locale, &files));
    Ok(fields)
}

/// The procedure's electronic form, if it has one that can be read.
pub fn parsed(version: &ProcedureVersion) -> Option<Arc<eforms::Form>> {
    eforms::Form::of(version.body.form.as_ref()?).ok()
}
