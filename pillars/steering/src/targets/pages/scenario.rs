//! /kich-ban: what if every district reached the best one's figure, the middle one's, or a chosen one: the city's value then, with
//! the arithmetic row by row; kept by a name for later.

use super::super::board;
use super::super::compared::{self, Compared};
use super::super::rules::{Kind, Outcome, Rule, Span, level, lifted};
use super::super::series;
use super::super::slice::FOLLOW;
use super::super::store::scenarios::{self, Scenario};
use super::super::words::Writer;
use super::compare::measured;
use super::declare::parse_value;
use super::parts;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::programme::{Direction, Measure, Programme, Unit};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Change, Ctx, FieldErrors};
use ui::{Cell, Choice, Column, Field, Form, Row, Table};

#[derive(askama::Template)]
#[template(path = "targets/pages/scenario.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    question: Form,
    kept: Option<ui::Inset>,
    empty: Option<ui::Empty>,
    figures: Option<ui::FigureGroup>,
    sentence: String,
    table: Option<Table>,
    save_title: String,
    save: Option<Form>,
    links: Vec<ui::Link>,
}

/// Address of the page.
pub(in super::super) const PATH: &str = "/kich-ban";

/// What is asked.
pub(in super::super) struct Question {
    pub measure: Measure,
    by: compared::By,
    pub span: Span,
    pub rule: Rule,
    pub figure: Option<f64>,
}

impl Question {
    /// Its address.
    pub(in super::super) fn href(&self) -> String {
        let figure = self.figure.map(|f| format!("&muc={f}")).unwrap_or_default();
        format!(
            "{PATH}?chi-tieu={}&ky={}&luat={}{figure}",
            self.measure.slug,
            self.span.code(),
            self.rule.code()
        )
    }
}

/// The measures a scenario can be reckoned for: shares are put together from their parts, others are not.
fn shares<'a>(ctx: &Ctx, programme: &'a Programme) -> Vec<(&'a Measure, compared::By)> {
    let mut all = measured(ctx, programme);
    all.retain(|(m, by)| series::kind(by.0) == Kind::Share && m.unit == Unit::Percent);
    all
}

/// Reads the question from named values; errors by their names.
pub(in super::super) fn question(
    ctx: &Ctx,
    programme: &Programme,
    get: &dyn Fn(&str) -> Option<String>,
) -> Result<std::result::Result<Question, FieldErrors>> {
    let mut errors = FieldErrors::new();
    let all = shares(ctx, programme);
    let chosen = match get("chi-tieu") {
        Some(slug) => all.iter().find(|(m, _)| m.slug == slug),
        None => all.first(),
    };
    let rule = get("luat").map_or(Some(Rule::Best), |code| Rule::of(&code));
    let figure = get("muc").and_then(|text| parse_value(&text, None)).filter(|f| (0.0..=100.0).contains(f));
    if rule.is_none() {
        errors.add("luat", "targets-error-choose");
    }
    if rule == Some(Rule::Figure) && figure.is_none() {
        errors.add("muc", "targets-error-percent");
    }
    if chosen.is_none() && !all.is_empty() {
        errors.add("chi-tieu", "targets-error-choose");
    }
    let (Some((measure, by)), Some(rule), true) = (chosen, rule, errors.is_empty()) else {
        return if all.is_empty() { Err(Error::NotFound) } else { Ok(Err(errors)) };
    };
    let span =
        super::super::rules::choose(get("ky").as_deref(), ctx.today(), Some((programme.from, programme.to)));
    Ok(Ok(Question {
        measure: (*measure).clone(),
        by: *by,
        span,
        rule,
        figure: figure.filter(|_| rule == Rule::Figure),
    }))
}

/// What comes out: the level, the districts, the city.
pub(in super::super) struct Answer {
    pub level: f64,
    pub districts: Vec<Compared>,
    pub outcome: Outcome,
    pub city: Compared,
}

/// Reckons it from kept figures; none where no district has records enough to set the level.
pub(in super::super) async fn answer(ctx: &Ctx, asked: &Question) -> Result<Option<Answer>> {
    let root = parts::root(ctx)?;
    let city = compared::of(&ctx.app, &[root], asked.by, asked.span)
        .await?
        .into_iter()
        .next()
        .ok_or(Error::NotFound)?;
    let agencies = compared::agencies(&ctx.app, Some("district"), ctx.today());
    let mut districts = compared::of(&ctx.app, &agencies, asked.by, asked.span).await?;
    // Where so few answered that their figures are withheld, they are among the others.
    districts.retain(|d| d.m.denominator > 0 && !d.m.withheld);
    let parts: Vec<(i64, i64)> = districts.iter().map(|d| (d.m.numerator, d.m.denominator)).collect();
    let minimum = board::Limits::on(&ctx.app, ctx.today())?.rank;
    let up = asked.measure.better == Direction::Up;
    let Some(level) = level(&parts, asked.rule, asked.figure, minimum, up) else { return Ok(None) };
    if city.m.withheld || city.m.denominator == 0 {
        return Ok(None);
    }
    let outcome = lifted(&parts, (city.m.numerator, city.m.denominator), level, up);
    Ok(Some(Answer { level, districts, outcome, city }))
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let whole = |name: &str| (name == "ky").then(|| parts::WHOLE.to_owned());
    let get = |name: &str| query.get(name).map(str::to_owned).or_else(|| whole(name));
    view(&ctx, &get, &FieldErrors::new()).await
}

async fn view(
    ctx: &Ctx,
    get: &(dyn Fn(&str) -> Option<String> + Sync),
    wrong: &FieldErrors,
) -> Result<Response> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let writer = Writer::new(&ctx.locale);
    let read = question(ctx, &programme, &|name: &str| get(name))?;
    let (asked, errors) = match &read {
        Ok(asked) => (Some(asked), wrong.clone()),
        Err(errors) => (None, errors.clone()),
    };
    let found = match asked {
        Some(asked) => answer(ctx, asked).await?,
        None => None,
    };
    let title = ctx.t("targets-scenario-title");
    let question = question_form(ctx, &programme, get, &errors);
    let save = asked.zip(found.as_ref()).map(|(asked, _)| save_form(ctx, asked, get, &errors));
    let failed = if question.has_errors() { Some(&question) } else { save.as_ref() };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kept = match get("luu").and_then(|id| id.parse().ok()) {
        Some(id) => Some(kept(ctx, &writer, id).await?),
        None => None,
    };
    let none = asked.is_some() && found.is_none();
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, ui::titled(ctx, &title, failed))
                .with_back(super::followed::PATH, ctx.t("targets-followed-title")),
            head: ui::Head { lead: ctx.t("targets-scenario-lead"), ..ui::Head::new(title) },
            kept,
            empty: none.then(|| {
                ui::Empty::new(ctx.t("targets-scenario-none-title"), ctx.t("targets-scenario-none"))
            }),
            figures: asked.zip(found.as_ref()).map(|(asked, found)| figures(ctx, &writer, asked, found)),
            sentence: found.as_ref().map(|found| sentence(ctx, &writer, found)).unwrap_or_default(),
            table: asked.zip(found.as_ref()).map(|(asked, found)| table(ctx, &writer, asked, found)),
            question,
            save_title: ctx.t("targets-scenario-save"),
            save,
            links: vec![ui::Link::new("/kich-ban/da-luu", ctx.t("targets-scenarios-title"))],
        },
    )
}

/// What came out when it was kept.
async fn kept(ctx: &Ctx, writer: &Writer<'_>, id: i64) -> Result<ui::Inset> {
    let scenario = scenarios::get(&ctx.app.store, id).await?;
    ctx.require(FOLLOW, scenario.agency_id)?;
    let args = [
        ("name", scenario.name.clone()),
        ("at", Moment::from_micros(scenario.at).vn()),
        ("by", scenario.author_name.clone()),
        ("now", writer.maybe(scenario.value_now, Unit::Percent)),
        ("then", writer.maybe(scenario.value_then, Unit::Percent)),
    ];
    Ok(ui::Inset { text: ctx.tn("targets-scenario-kept", &args) })
}

fn question_form(
    ctx: &Ctx,
    programme: &Programme,
    get: &(dyn Fn(&str) -> Option<String> + Sync),
    errors: &FieldErrors,
) -> Form {
    let writer = Writer::new(&ctx.locale);
    let held = |name: &str| get(name).unwrap_or_default();
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let measures = shares(ctx, programme)
        .into_iter()
        .map(|(m, _)| Choice::new(m.slug.clone(), writer.name(m), m.slug == held("chi-tieu")))
        .collect();
    let rule = if held("luat").is_empty() { Rule::Best.code().to_owned() } else { held("luat") };
    let rules = Rule::ALL
        .map(|r| Choice::new(r.code(), ctx.t(&format!("targets-rule-{}", r.code())), r.code() == rule));
    let span =
        super::super::rules::choose(get("ky").as_deref(), ctx.today(), Some((programme.from, programme.to)));
    let spans = match parts::span_filter(ctx, span, Some(programme)).kind {
        ui::FilterKind::Select { options } => options,
        _ => Vec::new(),
    };
    let mut figure = Field::text("muc", ctx.t("targets-rule-level"))
        .hint(ctx.t("targets-declare-value-hint"))
        .value(held("muc"))
        .width(ui::Width::Short)
        .error(error("muc"))
        .optional();
    figure.show_when = Some(("luat".to_owned(), Rule::Figure.code().to_owned()));
    let fields = vec![
        Field::select("chi-tieu", ctx.t("targets-column-measure"), measures).error(error("chi-tieu")),
        Field::select("ky", ctx.t("targets-filter-span"), spans),
        Field::radios("luat", ctx.t("targets-rule"), rules.into()).error(error("luat")),
        figure,
    ];
    let mut form = Form::new(&writer.words, PATH, ctx.t("targets-scenario-reckon"), fields);
    form.method = "get";
    form
}

fn save_form(
    ctx: &Ctx,
    asked: &Question,
    get: &(dyn Fn(&str) -> Option<String> + Sync),
    errors: &FieldErrors,
) -> Form {
    let field = Field::text("ten", ctx.t("targets-scenario-name"))
        .value(get("ten").unwrap_or_default())
        .error(ui::field_error(ctx, errors, "ten"));
    let submit = ctx.t("targets-scenario-save-submit");
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, submit, vec![field]).quiet();
    form.hidden = vec![
        ("chi-tieu".to_owned(), asked.measure.slug.clone()),
        ("ky".to_owned(), asked.span.code()),
        ("luat".to_owned(), asked.rule.code().to_owned()),
        ("khoa".to_owned(), get("khoa").unwrap_or_else(|| ctx.app.random.token())),
    ];
    form.hidden.extend(asked.figure.map(|f| ("muc".to_owned(), f.to_string())));
    form
}

fn figures(ctx: &Ctx, writer: &Writer<'_>, asked: &Question, found: &Answer) -> ui::FigureGroup {
    let percent = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| writer.number(v));
    let root = &found.city.agency;
    let href = format!("/muc-tieu/{}/ho-so{}", asked.measure.slug, parts::query_of(ctx, asked.span, root));
    let figure = |key: &str, value: Option<f64>| {
        ui::Figure::new(&writer.words, ctx.t(key), percent(value), "%")
            .defined(asked.measure.formula.clone(), writer.span(asked.span, ctx.today()))
            .records(writer.records(found.city.m.count), href.clone(), ctx.t("targets-more-records"))
    };
    let mut then = figure("targets-scenario-then", found.outcome.then);
    if let (Some(now), Some(value)) = (found.outcome.now, found.outcome.then) {
        let difference = writer.difference(value - now, Unit::Percent);
        let key = if value >= now { "targets-scenario-more" } else { "targets-scenario-less" };
        let text = ctx.tn(key, &[("difference", difference)]);
        then.delta = Some(ui::Delta { text, tone: ui::Tone::Info });
    }
    ui::FigureGroup { figures: vec![figure("targets-scenario-now", found.outcome.now), then] }
}

/// The arithmetic in one sentence: (Σ numerators then + the others') / Σ denominators.
fn sentence(ctx: &Ctx, writer: &Writer<'_>, found: &Answer) -> String {
    let parts: f64 = found.outcome.parts.iter().map(|p| p.then).sum();
    let args = [
        ("level", writer.value(found.level, Unit::Percent)),
        ("districts", writer.number(parts)),
        ("others", writer.whole(found.outcome.others.0)),
        ("all", writer.whole(found.city.m.denominator)),
        ("then", writer.maybe(found.outcome.then, Unit::Percent)),
    ];
    ctx.tn("targets-scenario-arithmetic", &args)
}

fn table(ctx: &Ctx, writer: &Writer<'_>, asked: &Question, found: &Answer) -> Table {
    let mut table = Table::new(&writer.words, "kich-ban", ctx.t("targets-scenario-rows"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::numeric("tu", ctx.t("targets-column-numerator")),
        Column::numeric("mau", ctx.t("targets-column-denominator")),
        Column::numeric("nay", ctx.t("targets-scenario-now")),
        Column::numeric("tu-moi", ctx.t("targets-scenario-numerator")),
        Column::numeric("moi", ctx.t("targets-scenario-then")),
    ];
    let share = |n: f64, d: i64| writer.maybe((d > 0).then(|| 100.0 * n / d as f64), Unit::Percent);
    table.rows = found
        .districts
        .iter()
        .zip(&found.outcome.parts)
        .map(|(d, part)| {
            let (numerator, denominator) = part.now;
            let href = format!(
                "/muc-tieu/{}/ho-so?ky={}&co-quan={}",
                asked.measure.slug,
                asked.span.code(),
                d.agency.code
            );
            Row::new(vec![
                Cell::link(href, d.agency.short_name.clone()),
                Cell::number(writer.whole(numerator)),
                Cell::number(writer.whole(denominator)),
                Cell::number(share(numerator as f64, denominator)),
                Cell::number(writer.number(part.then)),
                Cell::number(share(part.then, denominator)),
            ])
        })
        .collect();
    let (numerator, denominator) = found.outcome.others;
    table.rows.push(Row::new(vec![
        Cell::text(ctx.t("targets-scenario-others")),
        Cell::number(writer.whole(numerator)),
        Cell::number(writer.whole(denominator)),
        Cell::number(share(numerator as f64, denominator)),
        Cell::number(writer.whole(numerator)),
        Cell::number(share(numerator as f64, denominator)),
    ]));
    table
}

/// Reckons and keeps a question by a name; its number. The same form sent twice is kept once.
pub(in super::super) async fn keep(ctx: &Ctx, form: &Submitted) -> Result<(i64, Question)> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let agency = ctx.viewer()?.agency_id.ok_or(Error::NotFound)?;
    ctx.require(FOLLOW, agency)?;
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ten", 200);
    let asked = match question(ctx, &programme, &|n: &str| form.optional(n))? {
        Ok(asked) => asked,
        Err(wrong) => return Err(Error::Invalid(wrong)),
    };
    errors.check()?;
    let found = answer(ctx, &asked).await?;
    let found = found.ok_or_else(|| platform::Refusal::new("targets-refused-scenario"))?;
    let new = Scenario {
        id: 0,
        name,
        measure: asked.measure.code.clone(),
        period: asked.span.code(),
        rule: asked.rule.code().to_owned(),
        figure: asked.figure,
        value_now: found.outcome.now,
        value_then: found.outcome.then,
        agency_id: agency,
        author_name: String::new(),
        at: 0,
    };
    let key = form.optional("khoa").unwrap_or_else(|| ctx.app.random.token());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (id, added) = scenarios::add(&tx, &key, &new).await?;
    if added {
        let after = serde_json::json!({
            "target_scenario": new.name, "target_measure": new.measure, "target_period": new.period,
            "target_rule": new.rule, "target_value": new.value_then
        });
        tx.journal(Change::of("targets", "target_scenario", id, "target_keep_scenario").after(after)).await?;
        tx.commit().await?;
    }
    Ok((id, asked))
}

pub(in super::super) async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match keep(&ctx, &form).await {
        Err(Error::Invalid(errors)) => view(&ctx, &|name: &str| form.optional(name), &errors).await,
        other => {
            let (id, asked) = other?;
            Ok(redirect(&format!("{}&luu={id}", asked.href()), Some("targets-flash-scenario")))
        }
    }
}
