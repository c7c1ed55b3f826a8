//! GET /quay/nhan: choosing the procedure by what the citizen says, then the counter's form for it.

use super::{intake_form, intake_shelf, tools};
use crate::one_stop::permissions::RECEIVE;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::counter::{QueueTickets, TicketService};
use contracts::post::{Letter, Post};
use contracts::procedures::{Catalogue, Level, ProcedureVersion};
use contracts::tools::Twins;
use kernel::text::{fold, initials};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Query, Submitted};
use std::sync::Arc;
use ui::{Cell, Column, Filter, Row, SummaryList};

/// Address of the counter.
pub const PATH: &str = "/quay/nhan";
/// Name under which the queue's ticket goes along.
pub const TICKET: &str = "phieu";
/// Name under which all procedures are asked for, not those of the ticket's service only.
const ALL: &str = "tat-ca";
/// Name under which the letter goes along that brought the dossier.
pub const LETTER: &str = "buu-gui";

#[derive(askama::Template)]
#[template(path = "one_stop/pages/intake.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    about: SummaryList,
    form: Option<ui::Form>,
    table: ui::Table,
}

/// The procedures, or the form of the one chosen by `?thu-tuc=`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    match query.get("thu-tuc") {
        None => choose(&ctx, &query).await,
        Some(code) => {
            let version = procedure(&ctx, code).await?;
            // The ticket of the queue that this dossier is received for goes along.
            let mut typed = Submitted::default();
            if let Some(ticket) = query.get(TICKET) {
                typed.fields.insert(TICKET.to_owned(), vec![ticket.to_owned()]);
            }
            if let Some(twins) = by_letter(&ctx, &query, &mut typed).await? {
                return warned(&ctx, &version, &typed, twins).await;
            }
            page(&ctx, &version, &typed, &FieldErrors::new(), None).await
        }
    }
}

/// A letter that brings the dossier fills in its sender and the channel; the dossier that it brought before, if there is one.
async fn by_letter(ctx: &Ctx, query: &Query, typed: &mut Submitted) -> Result<Option<Twins>> {
    let Some(letter) = letter(ctx, query.get(LETTER)).await? else { return Ok(None) };
    let twins = of_letter(ctx, &letter);
    let sender = letter.sender;
    let filled = [
        (LETTER, letter.id.to_string()),
        ("don-vi", letter.agency_id.to_string()),
        ("kenh", "post".to_owned()),
        ("ho-ten", sender.name),
        ("dia-chi", sender.address),
        ("dien-thoai", sender.phone),
        ("thu-dien-tu", sender.email),
    ];
    typed.fields.extend(filled.into_iter().map(|(name, value)| (name.to_owned(), vec![value])));
    Ok(twins)
}

async fn letter(ctx: &Ctx, asked: Option<&str>) -> Result<Option<Letter>> {
    let asked = asked.and_then(|id| id.parse::<i64>().ok());
    let (Some(id), Ok(post)) = (asked, ctx.app.port::<Arc<dyn Post>>()) else { return Ok(None) };
    post.letter(ctx, id).await
}

fn of_letter(ctx: &Ctx, letter: &Letter) -> Option<Twins> {
    let (id, code) = letter.dossier.clone()?;
    let known = vec![(code, format!("{}/{id}", super::inbox::PATH), ctx.t("one-stop-intake-twins-letter"))];
    Some(Twins { known, elsewhere: 0 })
}

/// The dossier that somebody opened from the letter of this form, where the form asks to be compared.
pub async fn letters_twin(ctx: &Ctx, typed: &Submitted) -> Result<Option<Twins>> {
    if !typed.ticked(tools::COMPARE) {
        return Ok(None);
    }
    Ok(letter(ctx, Some(typed.text(LETTER))).await?.and_then(|letter| of_letter(ctx, &letter)))
}

/// The version in force that this counter may receive.
pub async fn procedure(ctx: &Ctx, code: &str) -> Result<Arc<ProcedureVersion>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.in_force(&ctx.app, code, ctx.today()).await?.ok_or(Error::NotFound)?;
    if agencies(ctx, &version).is_empty() { Err(Error::NotFound) } else { Ok(version) }
}

/// The agencies that receive a procedure and at which the viewer may receive, by name: those whose filing is accepted.
pub fn agencies(ctx: &Ctx, version: &ProcedureVersion) -> Vec<(String, String)> {
    let directory = ctx.app.directory();
    let scope = ctx.scope(RECEIVE);
    let mut found: Vec<(String, String)> =
        contracts::agencies::receiving_procedure(&directory, &version.body, ctx.today())
            .into_iter()
            .filter(|a| scope.covers(a.id))
            .map(|a| (a.id.to_string(), a.name.clone()))
            .collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// The form page, empty or with what was typed and what is wrong with it (422), or why it was refused (409).
pub async fn page(
    ctx: &Ctx,
    version: &ProcedureVersion,
    typed: &Submitted,
    errors: &FieldErrors,
    refused: Option<&Refusal>,
) -> Result<Response> {
    draw(ctx, version, typed, (errors, refused), None).await
}

async fn draw(
    ctx: &Ctx,
    version: &ProcedureVersion,
    typed: &Submitted,
    (errors, refused): (&FieldErrors, Option<&Refusal>),
    twins: Option<Twins>,
) -> Result<Response> {
    let held = intake_shelf::held(ctx, version, typed).await?;
    let mut form = intake_form::form(ctx, version, (typed, &held), errors).await?;
    if let Some(twins) = twins {
        form.fields.retain(|field| field.name != tools::COMPARE);
        form.fields.insert(0, ui::Field::html(ui::markup(&twin_panel(ctx, twins))));
    }
    form.second_button = intake_shelf::is_there(ctx)
        .then(|| (intake_shelf::LOOK.to_owned(), "1".to_owned(), ctx.t("one-stop-shelf-look")));
    form.secondary = Some(ui::Link::new(PATH, ctx.t("one-stop-intake-other")));
    if let Some(refusal) = refused {
        let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        let ground = refusal.ground.as_ref().map(|g| format!(" ({g})")).unwrap_or_default();
        form.errors.push(format!("{}{ground}", ctx.tn(refusal.key, &args)));
    }
    if form.has_errors() && !typed.uploads.is_empty() {
        form.errors.push(files_again(ctx, typed));
    }
    let words = ui::words(&ctx.locale);
    let body = &version.body;
    let sure = |part: &str, text: String| -> ui::Cell {
        if text.is_empty() || !body.is_unconfirmed(part) {
            return text.into();
        }
        let tag = ui::Tag::new(ctx.t("one-stop-unconfirmed"), ui::Tone::Warn);
        ui::Cell::Stack(vec![ui::Cell::Text(text), ui::Cell::Tag(tag)])
    };
    let mut about = SummaryList::new(&words)
        .row(ctx.t("one-stop-head-procedure"), format!("{} ({})", body.name, body.code))
        .row(ctx.t("one-stop-head-term"), sure("term", body.term_words(&ctx.locale)))
        .row(ctx.t("one-stop-head-fee"), sure("fees", ctx.locale.dong(kernel::Dong(body.fixed_fee()))));
    if body.level == Level::Commune {
        let anywhere: bool = ctx.app.profiles().get_or("one_stop.any_commune", ctx.today(), false)?;
        let key = if anywhere { "one-stop-intake-any-commune" } else { "one-stop-intake-own-commune" };
        about = about.row(ctx.t("one-stop-intake-where"), ctx.t(key));
    }
    let title = ctx.t("one-stop-intake-title");
    let mut page = ui::page(ctx, title.clone()).with_crumb(PATH, title.clone());
    let failed = form.has_errors();
    if failed {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let mut head = ui::Head::new(body.short_name.clone());
    head.caption = title;
    let status = match (refused, failed) {
        (Some(refusal), _) => StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT),
        (None, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, false) => StatusCode::OK,
    };
    let table = ui::Table::new(&words, "thu-tuc", "");
    ui::html_with(status, &View { page, head, about, form: Some(form), table })
}

/// Which chosen files a page shown again could not keep.
pub fn files_again(ctx: &Ctx, typed: &Submitted) -> String {
    let names: Vec<&str> = typed.uploads.iter().map(|upload| upload.name.as_str()).collect();
    ctx.tn("one-stop-intake-files-again", &[("files", names.join(", "))])
}

/// The dossiers that may be the same matter; of those outside the viewer's scope only how many.
fn twin_panel(ctx: &Ctx, twins: Twins) -> ui::Panel {
    let mut lines = vec![ctx.t("one-stop-intake-twins-how")];
    if twins.elsewhere > 0 {
        let count = twins.elsewhere.to_string();
        lines.push(ctx.tn("one-stop-intake-twins-elsewhere", &[("count", count)]));
    }
    let links =
        twins.known.into_iter().map(|(code, href, why)| ui::Link::new(href, format!("{code} – {why}")));
    ui::Panel { title: ctx.t("one-stop-intake-twins-title"), lines, links: links.collect() }
}

/// The form with what may be the same matter, each with the way to it; sent again it is opened all the same.
pub async fn warned(
    ctx: &Ctx,
    version: &ProcedureVersion,
    typed: &Submitted,
    twins: Twins,
) -> Result<Response> {
    let refusal = tools::warning(&twins);
    draw(ctx, version, typed, (&FieldErrors::new(), Some(&refusal)), Some(twins)).await
}

async fn choose(ctx: &Ctx, query: &Query) -> Result<Response> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let typed = query.get("q").unwrap_or_default();
    let service = service_of(ctx, query).await?;
    // All of them where they are asked for: what somebody wants may be another thing than what they took the number for.
    let narrows = service.as_ref().filter(|s| !s.fields.is_empty() && query.get(ALL).is_none());
    let fits = |v: &ProcedureVersion| narrows.is_none_or(|s| s.fields.contains(&v.body.field.code));
    let mut found: Vec<Arc<ProcedureVersion>> = catalogue
        .all_in_force(&ctx.app, ctx.today())
        .await?
        .into_iter()
        .filter(|v| fits(v) && matches(v, typed) && !agencies(ctx, v).is_empty())
        .collect();
    found.sort_by(|a, b| (&a.body.field.name, &a.body.code).cmp(&(&b.body.field.name, &b.body.code)));
    let words = ui::words(&ctx.locale);
    let title = ctx.t("one-stop-intake-title");
    let mut table = ui::Table::new(&words, "thu-tuc", ctx.t("one-stop-intake-choose"));
    table.action = PATH.to_owned();
    table.filters = vec![Filter::text("q", ctx.t("one-stop-intake-q"), typed)];
    // What the dossier is received for goes along: a number of the queue, a letter.
    let along: Vec<(&str, &str)> =
        [TICKET, LETTER, ALL].into_iter().filter_map(|name| Some((name, query.get(name)?))).collect();
    table.hidden = along.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let along: String =
        along.iter().map(|(name, value)| format!("&{name}={}", ui::platform_url(value))).collect();
    table.columns = ["procedure", "procedure-code", "field", "term"]
        .map(|h| Column::new(h, ctx.t(&format!("one-stop-head-{h}"))))
        .into();
    table.rows = found
        .iter()
        .map(|v| {
            let href = format!("{PATH}?thu-tuc={}{along}", ui::platform_url(&v.body.code));
            Row::new(vec![
                Cell::link(href, v.body.name.clone()),
                v.body.code.clone().into(),
                v.body.field.name.clone().into(),
                v.body.term.as_ref().map_or(Cell::Empty, |t| contracts::term_words(&ctx.locale, t).into()),
            ])
        })
        .collect();
    table.count_text = ctx.tn("ui-count", &[("count", table.rows.len().to_string())]);
    table.empty = ui::Empty::new(ctx.t("one-stop-intake-none"), ctx.t("one-stop-intake-none-text"))
        .with_action(PATH, ctx.t("one-stop-intake-other"));
    let mut head = ui::Head::new(title.clone());
    if let Some(service) = &service {
        let args = [("ticket", service.ticket.clone()), ("service", service.name.clone())];
        head.lead = ctx.tn("one-stop-intake-ticket", &args);
    }
    if narrows.is_some() {
        let all = format!("{PATH}?{ALL}=1{along}");
        head.actions.push(ui::Action::link(all, ctx.t("one-stop-intake-all"), ui::ActionKind::Quiet));
    }
    let page = ui::page(ctx, title);
    ui::html(&View { page, head, about: SummaryList::new(&words), form: None, table })
}

/// The service of the ticket that goes along.
async fn service_of(ctx: &Ctx, query: &Query) -> Result<Option<TicketService>> {
    let ticket = query.get(TICKET).and_then(|id| id.parse::<i64>().ok());
    let (Some(ticket), Ok(queue)) = (ticket, ctx.app.port::<Arc<dyn QueueTickets>>()) else {
        return Ok(None);
    };
    queue.service_of(ctx, ticket).await
}

/// Whether what was typed, without marks, is in the name, the code or an abbreviation.
fn matches(version: &ProcedureVersion, typed: &str) -> bool {
    let wanted = fold(typed);
    if wanted.is_empty() {
        return true;
    }
    let body = &version.body;
    let names =
        fold(&format!("{} {} {} {}", body.name, body.short_name, body.code, body.abbreviations.join(" ")));
    wanted.split(' ').all(|word| names.contains(word)) || initials(&body.name) == wanted.replace(' ', "")
}
