//! /nop-ho-so/{code}: what filing takes, the questions before it, the receiving agency; then a draft begins.

use super::super::rules::{deliveries, eligibility};
use super::super::shelf::{self, Held};
use super::super::store::{self, NewDraft};
use super::super::work::{fileable, path};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::{Procedure, ProcedureVersion};
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use platform::identity::{self, AccountKind};
use platform::{Change, Ctx, FieldErrors, Result};
use serde_json::json;
use ui::{Action, ActionKind, Cell, Choice, Field, Form, Head, Page, SummaryList, Tag, Tone, Warning};

#[derive(askama::Template)]
#[template(path = "online_services/pages/start.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    papers_title: String,
    papers: Vec<String>,
    how_title: String,
    how: Vec<String>,
    warning: Option<Warning>,
    begin_title: String,
    form: Option<Form>,
    sign_in: Option<Action>,
}

/// Shows the start page to everybody; only who signed in as a citizen sees the form.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let version = fileable(&ctx, &code).await?;
    let held = shelf::of_procedure(&ctx, &version.body).await?;
    ui::html(&view(&ctx, (&version, &held), &Submitted::default(), &FieldErrors::new(), &[]))
}

/// Begins a draft.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let version = fileable(&ctx, &code).await?;
    let body = &version.body;
    let (no, mut errors) = eligibility(&body.eligibility, &typed);
    if !no.is_empty() && !typed.ticked("van_nop") {
        errors.add("van_nop", "online-services-eligibility-no");
    }
    let directory = ctx.app.directory();
    let agencies = contracts::agencies::receiving_procedure(&directory, body, ctx.today());
    let asked: Option<i64> = typed.text("co_quan").parse().ok();
    let agency = match agencies.as_slice() {
        [only] => Some(only.id),
        many => asked.filter(|id| many.iter().any(|a| a.id == *id)),
    };
    let Some(agency) = agency.filter(|_| errors.is_empty()) else {
        if agency.is_none() {
            errors.add("co_quan", "online-services-choose-agency");
        }
        let held = shelf::of_procedure(&ctx, body).await?;
        let page = view(&ctx, (&version, &held), &typed, &errors, &no);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let viewer = ctx.viewer()?;
    let people = prefilled(&ctx, body).await?;
    let new = NewDraft {
        account: viewer.account_id,
        code: &body.code,
        name: &body.name,
        agency,
        people: &people,
        key: ctx.app.random.token(),
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = store::begin(&tx, &new).await?;
    let after = json!({ "draft_procedure": body.code, "draft_agency": directory.name(agency) });
    tx.journal(Change::of("online_services", "draft", id, "draft_begin").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), None))
}

/// What the account knows of the person, as typed text of the people's step.
async fn prefilled(ctx: &Ctx, body: &Procedure) -> Result<Submitted> {
    let account = identity::account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let mut typed = Submitted::default();
    let mut put = |name: &str, text: String| typed.fields.insert(name.to_owned(), vec![text]);
    put("nop_ho_ten", account.name);
    put("nop_so_giay_to", account.identity_number.unwrap_or_default());
    put("nop_dia_chi", account.address.unwrap_or_default());
    put("nop_dien_thoai", account.phone.unwrap_or_default());
    put("nop_thu", account.email.unwrap_or_default());
    if let Some(first) = body.audience.first().filter(|_| body.audience.len() == 1) {
        put("doi_tuong", first.clone());
    }
    if let Some(first) = deliveries(body).first() {
        put("nhan_ket_qua", first.clone());
    }
    Ok(typed)
}

fn view(
    ctx: &Ctx,
    (version, held): (&ProcedureVersion, &Held),
    typed: &Submitted,
    errors: &FieldErrors,
    no: &[usize],
) -> View {
    let body = &version.body;
    let here = format!("/nop-ho-so/{}", body.code);
    let title = ctx.tn("online-services-start-title", &[("name", body.short_name.clone())]);
    let citizen = ctx.viewer.as_ref().map(|v| v.kind == AccountKind::Citizen);
    let mut head = Head::new(title.clone());
    head.caption = body.code.clone();
    head.lead = body.name.clone();
    let sign_in = citizen.is_none().then(|| {
        Action::link(
            format!("/dang-nhap?ve={}", ui::platform_url(&here)),
            ctx.t("online-services-sign-in"),
            ActionKind::Primary,
        )
    });
    let mut how = vec![ctx.t("online-services-how-drafts")];
    match citizen {
        None => how.push(ctx.t("online-services-how-sign-in")),
        Some(false) => how.push(ctx.t("online-services-how-staff")),
        Some(true) => {}
    }
    // Whoever cannot or does not want to file online must read here where else to go.
    let others = [("counter", "online-services-how-counter"), ("post", "online-services-how-post")];
    how.extend(
        others.iter().filter(|(way, _)| body.channels.iter().any(|c| c == way)).map(|(_, key)| ctx.t(key)),
    );
    let told: Vec<&str> = no.iter().filter_map(|i| body.eligibility.get(*i)).map(String::as_str).collect();
    let warning = (!told.is_empty()).then(|| Warning {
        prefix: ui::words(&ctx.locale).warning.clone(),
        text: ctx.tn("online-services-eligibility-warning", &[("questions", told.join(" "))]),
    });
    View {
        page: ui::page(ctx, title).with_back(format!("/thu-tuc/{}", body.code), body.name.clone()),
        head,
        facts: facts(ctx, body),
        papers_title: ctx.t("online-services-papers-title"),
        papers: papers(ctx, body, held),
        how_title: ctx.t("online-services-how-title"),
        how,
        warning,
        begin_title: ctx.t("online-services-begin-title"),
        form: (citizen == Some(true)).then(|| form(ctx, body, &here, typed, errors, !no.is_empty())),
        sign_in,
    }
}

fn facts(ctx: &Ctx, body: &Procedure) -> SummaryList {
    let term = body.term_words(&ctx.locale);
    let fee = match body.fixed_fee() {
        0 if body.fees.iter().any(|f| f.amount.is_none()) => ctx.t("online-services-fee-depends"),
        0 => ctx.t("online-services-fee-none"),
        sum => ctx.locale.dong(kernel::Dong(sum)),
    };
    let sure = |part: &str, text: String| -> Cell {
        if text.is_empty() || !body.is_unconfirmed(part) {
            return text.into();
        }
        let tag = Tag::new(ctx.t("online-services-unconfirmed"), Tone::Warn);
        Cell::Stack(vec![Cell::Text(text), Cell::Tag(tag)])
    };
    let result = body.result.as_ref().map(|r| r.name.clone()).unwrap_or_default();
    SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("online-services-fact-term"), sure("term", term))
        .row(ctx.t("online-services-fact-fee"), sure("fees", fee))
        .row(ctx.t("online-services-fact-result"), sure("result", result))
}

fn papers(ctx: &Ctx, body: &Procedure, held: &Held) -> Vec<String> {
    body.components
        .iter()
        .map(|c| {
            if let Some(paper) = held.words(&ctx.locale, &c.key) {
                let args = [("component", c.name.clone()), ("paper", paper)];
                return ctx.tn("online-services-paper-held", &args);
            }
            let how = if super::super::rules::is_the_form(body, c) {
                "online-services-paper-typed"
            } else if !c.online {
                "online-services-paper-bring"
            } else if c.required && c.required_when.is_none() {
                "online-services-paper-attach"
            } else {
                "online-services-paper-attach-if"
            };
            let when = c
                .required_when
                .clone()
                .or_else(|| c.note.clone())
                .map(|w| format!(" ({w})"))
                .unwrap_or_default();
            format!("{}{when}: {}", c.name, ctx.t(how))
        })
        .collect()
}

fn form(
    ctx: &Ctx,
    body: &Procedure,
    here: &str,
    typed: &Submitted,
    errors: &FieldErrors,
    insist: bool,
) -> Form {
    let answers = |name: &str| {
        [("co", "eforms-yes"), ("khong", "eforms-no")]
            .map(|(v, key)| Choice::new(v, ctx.t(key), typed.text(name) == v))
            .to_vec()
    };
    let mut fields: Vec<Field> = Vec::new();
    for (index, question) in body.eligibility.iter().enumerate() {
        let name = format!("hoi_{index}");
        fields
            .push(Field::radios(&name, question, answers(&name)).error(ui::field_error(ctx, errors, &name)));
    }
    if insist {
        let agree =
            vec![Choice::new("1", ctx.t("online-services-eligibility-insist"), typed.ticked("van_nop"))];
        let label = ctx.t("online-services-eligibility-label");
        fields
            .push(Field::checkboxes("van_nop", label, agree).error(ui::field_error(ctx, errors, "van_nop")));
    }
    let directory = ctx.app.directory();
    let agencies = contracts::agencies::receiving_procedure(&directory, body, ctx.today());
    if agencies.len() != 1 {
        let chosen = typed.text("co_quan");
        let mut choices: Vec<Choice> = agencies
            .iter()
            .map(|a| {
                let above = a
                    .parent_id
                    .filter(|_| a.kind == "commune")
                    .map(|p| directory.name(p))
                    .unwrap_or_default();
                let label = if above.is_empty() { a.name.clone() } else { format!("{} – {above}", a.name) };
                Choice::new(a.id.to_string(), label, chosen == a.id.to_string())
            })
            .collect();
        choices.sort_by_cached_key(|c| kernel::text::fold(&c.label));
        choices.insert(0, Choice::new("", ctx.t("ui-choose"), chosen.is_empty()));
        let field = Field::select("co_quan", ctx.t("online-services-agency"), choices)
            .hint(ctx.t("online-services-agency-hint"))
            .error(ui::field_error(ctx, errors, "co_quan"));
        fields.push(field);
    }
    Form::new(&ui::words(&ctx.locale), here, ctx.t("online-services-begin"), fields)
}
