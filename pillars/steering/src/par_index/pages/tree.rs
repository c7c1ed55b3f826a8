//! GET /chi-so-cchc/bo-tieu-chi/{id}: a tree with its sums, its rules in words and what keeps it from being used; taken away as
//! YAML; its maxima entered where no source gives them.

use super::super::acts;
use super::super::rules::dec::Dec;
use super::super::rules::how::How;
use super::super::rules::sheet;
use super::super::rules::tree::{Part, Tree};
use super::super::slice::{DECIDE, MANAGE};
use super::super::store::trees::{self, TreeRow};
use super::super::words::Writer;
use super::trees::standing;
use super::{FormView, TREES, as_seen, over_city, seen};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::{Submitted, redirect};
use ui::{
    Action, ActionKind, Cell, Column, Field, Form, Head, History, Page, Row, SummaryList, Table, Width,
};

#[derive(askama::Template)]
#[template(path = "par_index/pages/tree.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    problems: Option<Table>,
    domains: Table,
    criteria: Table,
    history_title: String,
    history: History,
}

/// Shows the tree.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = trees::get(&ctx.app.store, id).await?;
    let tree = row.tree()?;
    let writer = Writer::new(&ctx.locale);
    let entries = platform::journal::history(&ctx.app.store, "par_tree", id).await?;
    let name = ctx.locale.pick(&row.name, &row.name_en).to_owned();
    let mut head = Head {
        caption: format!("{} · {}", row.year, writer.level(&row.level)),
        tag: Some(standing(&ctx, &row)),
        ..Head::new(name.clone())
    };
    let here = format!("{TREES}/{id}");
    if ctx.viewer()?.has(MANAGE) {
        let label = ctx.t("par-index-maxima");
        head.actions.push(Action::link(format!("{here}/diem"), label, ActionKind::Quiet));
    }
    let root = ctx.app.directory().root(ctx.today()).map(|a| a.id);
    if !row.approved && row.ready && root.is_some_and(|root| ctx.may(DECIDE, root)) {
        let mut approve =
            Action::post(format!("{here}/duyet"), ctx.t("par-index-tree-approve"), ActionKind::Primary);
        approve.hidden = as_seen(row.version);
        head.actions.insert(0, approve);
    }
    head.actions.push(Action::link(format!("{here}/bang"), ctx.t("par-index-tree-xlsx"), ActionKind::Quiet));
    head.actions.push(Action::link(format!("{here}/yaml"), ctx.t("par-index-tree-yaml"), ActionKind::Quiet));
    let facts = SummaryList::new(&writer.words)
        .row(ctx.t("par-index-head-source"), row.source.clone())
        .row(
            ctx.t("par-index-head-confirmed"),
            ctx.t(if row.confirmed { "par-index-yes" } else { "par-index-no" }),
        )
        .row(ctx.t("par-index-head-regular"), writer.dec(tree.most(Part::Regular)))
        .row(ctx.t("par-index-head-bonus"), writer.dec(tree.most(Part::Bonus)))
        .row(ctx.t("par-index-head-leaves"), ctx.locale.integer(row.leaves))
        .row(ctx.t("par-index-head-changed-by"), row.changed_name.clone());
    let facts = if row.approved_name.is_empty() {
        facts
    } else {
        facts.row(ctx.t("par-index-head-approved-by"), row.approved_name.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, name).with_back(TREES, ctx.t("par-index-trees-title")),
        head,
        facts,
        problems: problems(&ctx, &tree),
        domains: domains(&ctx, &tree),
        criteria: criteria(&ctx, &tree)?,
        history_title: ctx.t("par-index-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn problems(ctx: &Ctx, tree: &Tree) -> Option<Table> {
    let found = tree.problems();
    if found.is_empty() {
        return None;
    }
    let words = ui::words(&ctx.locale);
    let mut table = Table::new(&words, "con-thieu", ctx.t("par-index-problems-caption"));
    table.columns = vec![
        Column::new("o", ctx.t("par-index-head-at")),
        Column::new("gi", ctx.t("par-index-head-lacking")),
    ];
    table.rows = found
        .into_iter()
        .map(|p| {
            let what = ctx.t(&format!("par-index-problem-{}", p.what));
            Row::new(vec![Cell::text(p.at), Cell::text(what)])
        })
        .collect();
    Some(table)
}

fn domains(ctx: &Ctx, tree: &Tree) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "linh-vuc", ctx.t("par-index-domains-caption"));
    table.columns = vec![
        Column::new("ten", ctx.t("par-index-head-domain")),
        Column::new("loai", ctx.t("par-index-head-part")),
        Column::numeric("toi-da", ctx.t("par-index-head-max")),
        Column::numeric("tieu-chi", ctx.t("par-index-head-criteria-count")),
    ];
    table.rows = tree
        .domains
        .iter()
        .map(|d| {
            let part = match d.part {
                Part::Regular => "par-index-part-regular",
                Part::Bonus => "par-index-part-bonus",
                Part::Penalty => "par-index-part-penalty",
            };
            let listed = d.criteria.len();
            let expected = d.criteria_expected.filter(|n| *n != listed);
            let count = match (expected, d.parts_expected) {
                (Some(criteria), Some(parts)) => ctx.tn(
                    "par-index-expected-parts",
                    &[
                        ("listed", listed.to_string()),
                        ("criteria", criteria.to_string()),
                        ("parts", parts.to_string()),
                    ],
                ),
                (Some(criteria), None) => ctx.tn(
                    "par-index-expected",
                    &[("listed", listed.to_string()), ("criteria", criteria.to_string())],
                ),
                _ => listed.to_string(),
            };
            Row::new(vec![
                Cell::text(writer.domain(d)),
                Cell::text(ctx.t(part)),
                Cell::number(writer.maybe(d.max)),
                Cell::number(count),
            ])
        })
        .collect();
    table
}

fn criteria(ctx: &Ctx, tree: &Tree) -> Result<Table> {
    let how = How::on(&ctx.app.profiles(), ctx.today())?;
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "tieu-chi", ctx.t("par-index-criteria-caption"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("par-index-head-criterion")),
        Column::numeric("toi-da", ctx.t("par-index-head-max")),
        Column::new("cach-tinh", ctx.t("par-index-rule-title")),
        Column::new("minh-chung", ctx.t("par-index-head-evidence-asked")),
        Column::new("do-bang", ctx.t("par-index-head-indicator")),
    ];
    table.rows = tree
        .leaves()
        .iter()
        .map(|leaf| {
            let node = leaf.node;
            let within = leaf.within.map_or_else(|| writer.domain(leaf.domain), |n| writer.coded(n));
            let rule = node.rule.as_ref().map(|r| writer.rule(r, leaf.max())).unwrap_or_default();
            let mut rule: Vec<Cell> = rule.into_iter().map(Cell::text).collect();
            let asked = node.rule.as_ref().and_then(|r| writer.asked(r, &how));
            rule.extend(asked.map(Cell::muted));
            if !node.not_applicable.is_empty() {
                let off = ctx.tn("par-index-off-when", &[("when", node.not_applicable.clone())]);
                rule.push(Cell::muted(off));
            }
            let indicator = node.indicator.as_ref().map_or(Cell::Empty, |i| {
                let link = Cell::link(format!("/chi-so?ma={i}"), i.clone());
                let own = node.own_records.then(|| Cell::muted(ctx.t("par-index-own-records")));
                Cell::stacked(std::iter::once(link).chain(own).collect())
            });
            Row::new(vec![
                Cell::Stack(vec![Cell::text(writer.coded(node)), Cell::muted(within)]),
                Cell::number(writer.maybe(node.max)),
                Cell::stacked(rule),
                Cell::from(node.evidence.clone()),
                indicator,
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("par-index-criteria-none-title"), ctx.t("par-index-criteria-none"));
    Ok(table)
}

/// The tree as YAML, to be changed and brought in again.
pub(in super::super) async fn yaml(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = trees::get(&ctx.app.store, id).await?;
    let text = serde_saphyr::to_string(&row.tree()?).map_err(|e| Error::fault("par_tree as YAML", e))?;
    let disposition = format!("attachment; filename=\"{}.yaml\"", row.code);
    let kind = "application/yaml; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], text).into_response())
}

/// The tree as a workbook, in the form that is read again.
pub(in super::super) async fn workbook(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = trees::get(&ctx.app.store, id).await?;
    let rows = sheet::rows(&row.tree()?);
    let sheet = Sheet {
        name: row.code.clone(),
        title: row.name.clone(),
        heads: sheet::HEADS.map(str::to_owned).into(),
        rows: rows.into_iter().map(|cells| cells.into_iter().map(Value::Text).collect()).collect(),
    };
    sheet.download(Kind::Xlsx)
}

/// Approves a tree that somebody else brought in or changed.
pub(in super::super) async fn approve(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let root = ctx.app.directory().root(ctx.today()).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(DECIDE, root)?;
    let row = trees::get(&ctx.app.store, id).await?;
    seen(&form, row.version, || row.changed_name.clone())?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve_tree(&tx, &row).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{TREES}/{id}"), Some("par-index-flash-tree-approved")))
}

/// GET /chi-so-cchc/bo-tieu-chi/{id}/diem: the maxima, of domains and of every leaf.
pub(in super::super) async fn maxima(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = trees::get(&ctx.app.store, id).await?;
    let tree = row.tree()?;
    let held = |node: Option<Dec>| node.map(|d| Writer::new(&ctx.locale).dec(d)).unwrap_or_default();
    ui::html(&maxima_view(&ctx, &row, &tree, &|_, max| held(max), &FieldErrors::new()))
}

/// Names of the fields: domains by place, leaves by code.
fn maxima_view(
    ctx: &Ctx,
    row: &TreeRow,
    tree: &Tree,
    held: &dyn Fn(&str, Option<Dec>) -> String,
    errors: &FieldErrors,
) -> FormView {
    let writer = Writer::new(&ctx.locale);
    let field = |name: String, label: String, max: Option<Dec>| {
        let error = ui::field_error(ctx, errors, &name);
        let value = held(&name, max);
        Field::text(name, label).width(Width::Short).value(value).optional().error(error)
    };
    let mut fields = Vec::new();
    for (place, domain) in tree.domains.iter().enumerate() {
        fields.push(Field::heading(writer.domain(domain)));
        let label = ctx.tn("par-index-domain-max", &[("domain", domain.code.clone())]);
        fields.push(field(format!("linh-vuc-{place}"), label, domain.max));
        for leaf in tree.leaves().into_iter().filter(|l| l.domain.code == domain.code) {
            let label = format!("{} {}", leaf.node.code, writer.node(leaf.node));
            fields.push(field(format!("tc-{}", leaf.node.code), label, leaf.node.max));
        }
    }
    let here = format!("{TREES}/{}", row.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/diem"), ctx.t("par-index-maxima-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(row.version);
    let title = ctx.t("par-index-maxima");
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(here, row.name.clone()),
        head: Head { caption: row.name.clone(), lead: ctx.t("par-index-maxima-lead"), ..Head::new(title) },
        facts: None,
        form,
    }
}

/// Keeps the maxima.
pub(in super::super) async fn keep_maxima(
    ctx: Ctx,
    Path(id): Path<i64>,
    form: Submitted,
) -> Result<Response> {
    over_city(&ctx)?;
    let row = trees::get(&ctx.app.store, id).await?;
    seen(&form, row.version, || row.changed_name.clone())?;
    let mut tree = row.tree()?;
    let mut errors = FieldErrors::new();
    let mut read = |name: &str| match form.text(name) {
        "" => None,
        text => {
            let max = Dec::parse(text);
            if max.is_none() {
                errors.add(name, "par-index-error-number");
            }
            max
        }
    };
    for (place, domain) in tree.domains.iter_mut().enumerate() {
        domain.max = read(&format!("linh-vuc-{place}"));
        for node in &mut domain.criteria {
            if node.parts.is_empty() {
                node.max = read(&format!("tc-{}", node.code));
            }
            for part in &mut node.parts {
                part.max = read(&format!("tc-{}", part.code));
            }
        }
    }
    if !errors.is_empty() {
        let held = |name: &str, _: Option<Dec>| form.text(name).to_owned();
        let view = maxima_view(&ctx, &row, &tree, &held, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::put_tree(&tx, &tree).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{TREES}/{id}"), Some("par-index-flash-maxima")))
}
