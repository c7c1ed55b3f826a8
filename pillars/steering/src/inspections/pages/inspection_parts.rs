//! Parts of an inspection's page: its team, the unit's live figures, the checklist with evidence, findings, the minutes.

use super::super::dated;
use super::super::figures as live;
use super::super::rules::State;
use super::super::slice::INSPECT;
use super::super::store::findings::Finding;
use super::super::store::inspections::{Inspection, Member, Signature};
use super::super::store::items::Item;
use super::super::words::{self, day_cell, vn};
use super::evidence::{self, Kept};
use super::{PATH, as_seen, finding_path, inspection_path};
use contracts::par_index::DeclaredIndices;
use platform::Ctx;
use platform::error::Result;
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::{Cell, Column, Empty, Row, SummaryList, Table};

/// The team; members go while the unit is not told.
pub(super) fn team(ctx: &Ctx, of: &Inspection, members: &[Member]) -> Result<Table> {
    let editable = ctx.may(INSPECT, of.agency_id) && of.state()? == State::Prepared;
    let mut table = Table::new(&ui::words(&ctx.locale), "doan", ctx.t("inspections-team"));
    table.columns = vec![
        Column::new("ten", ctx.t("inspections-head-member")),
        Column::new("co-quan", ctx.t("inspections-head-home")),
        Column::new("nhiem-vu", ctx.t("inspections-head-duty")),
    ];
    if editable {
        table.columns.push(Column::new("lam", ctx.t("inspections-head-act")));
    }
    table.rows = members
        .iter()
        .map(|m| {
            let mut name = vec![Cell::text(m.name.clone())];
            if m.is_head {
                name.push(Cell::muted(ctx.t("inspections-team-head")));
            }
            let mut cells = vec![
                Cell::Stack(name),
                Cell::from(ctx.app.directory().short_name(m.agency_id)),
                Cell::from(m.duty.clone()),
            ];
            if editable {
                let href = format!("{}/doan/{}/bo", inspection_path(of.id), m.id);
                let mut drop = Cell::post(href, ctx.t("inspections-drop"), m.name.clone());
                if let Cell::Post(post) = &mut drop {
                    post.hidden = as_seen(of.version);
                }
                cells.push(drop);
            }
            Row::new(cells)
        })
        .collect();
    table.empty = Empty::new(ctx.t("inspections-team-empty"), ctx.t("inspections-team-empty-text"));
    Ok(table)
}

/// The unit's figures as they stand now, those its risk is made of, and what it declared of itself.
pub(super) async fn figures(ctx: &Ctx, of: &Inspection) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "so-lieu", ctx.t("inspections-figures"));
    table.columns = vec![
        Column::new("chi-so", ctx.t("inspections-head-figure")),
        Column::new("gia-tri", ctx.t("inspections-head-value")),
    ];
    for rule in dated::risk(&ctx.app, ctx.today())?.iter().filter(|r| r.figure != dated::YEARS_SINCE) {
        let found = live::figure(&ctx.app, &rule.figure, of.unit_id, ctx.today()).await?;
        let value = found.map_or_else(
            || Cell::muted(ctx.t("inspections-figure-none")),
            |found| words::figure(ctx, &found),
        );
        table.rows.push(Row::new(vec![Cell::text(live::name(&ctx.app, &ctx.locale, &rule.figure)), value]));
    }
    if let Ok(port) = ctx.app.port::<Arc<dyn DeclaredIndices>>()
        && let Some(declared) = port.newest(&ctx.app, of.unit_id).await?
    {
        let points = |value: Option<f64>| value.map(|v| ctx.locale.digits().decimal(v)).unwrap_or_default();
        let args = [
            ("own", points(declared.own)),
            ("verified", points(declared.verified)),
            ("over", declared.over_declared.to_string()),
        ];
        let name = ctx.tn("inspections-declared", &[("year", declared.year.to_string())]);
        let value = Cell::link(declared.href, ctx.tn("inspections-declared-value", &args));
        table.rows.push(Row::new(vec![Cell::text(name), value]));
    }
    Ok(table)
}

/// The checklist: question and basis, the live figure beside it, the answer with note and evidence.
pub(super) async fn items(ctx: &Ctx, of: &Inspection, asked: &[Item]) -> Result<Table> {
    let visiting = ctx.may(INSPECT, of.agency_id) && of.state()? == State::Noticed;
    let names = words::fields(ctx).await?;
    let mut found = BTreeMap::new();
    for item in asked.iter().filter(|i| !i.indicator.is_empty()) {
        if !found.contains_key(&item.indicator) {
            let figure = live::figure(&ctx.app, &item.indicator, of.unit_id, ctx.today()).await?;
            found.insert(item.indicator.clone(), figure);
        }
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "phieu", ctx.t("inspections-checklist-title"));
    table.columns = vec![
        Column::new("cau", ctx.t("inspections-head-question")),
        Column::new("tra-loi", ctx.t("inspections-head-answer")),
        Column::new("so-lieu", ctx.t("inspections-head-value")),
        Column::new("minh-chung", ctx.t("inspections-head-evidence")),
    ];
    table.rows = asked
        .iter()
        .map(|item| {
            let text = format!("{}. {}", item.position, item.question);
            let question =
                if visiting { Cell::link(format!("{PATH}/cau/{}", item.id), text) } else { Cell::text(text) };
            let mut answer = vec![Cell::Tag(words::answer(ctx, &item.answer))];
            if !item.note.is_empty() {
                answer.push(Cell::written(&item.note));
            }
            let figure = match found.get(&item.indicator) {
                Some(Some(figure)) => Cell::Stack(vec![
                    Cell::muted(live::name(&ctx.app, &ctx.locale, &item.indicator)),
                    words::figure(ctx, figure),
                ]),
                Some(None) => Cell::muted(ctx.t("inspections-figure-none")),
                None => Cell::Empty,
            };
            Row::new(vec![
                Cell::Stack(vec![
                    question,
                    Cell::muted(words::field(&names, &item.field)),
                    Cell::muted(item.basis.clone()),
                ]),
                Cell::Stack(answer),
                figure,
                item_evidence(ctx, item),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("inspections-checklist-empty"), ctx.t("inspections-checklist-empty-text"));
    Ok(table)
}

fn item_evidence(ctx: &Ctx, item: &Item) -> Cell {
    let file = item.file_name.as_deref().map(|name| (format!("{PATH}/cau/{}/tep", item.id), name));
    evidence::cell(
        ctx,
        &Kept {
            record: (&item.link_kind, &item.link_label, &item.link_href, item.link_agency_id),
            file,
            when: (item.evidence_on.as_deref(), item.evidence_at),
        },
    )
}

/// The findings.
pub(super) fn findings(ctx: &Ctx, of: &Inspection, found: &[Finding]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "ton-tai", ctx.t("inspections-findings"));
    table.columns = vec![
        Column::new("ton-tai", ctx.t("inspections-head-finding")),
        Column::new("muc-do", ctx.t("inspections-head-severity")),
        Column::new("khac-phuc", ctx.t("inspections-head-remedy")),
        Column::new("han", ctx.t("inspections-head-due")),
        Column::new("tinh-trang", ctx.t("inspections-head-standing")),
    ];
    table.rows = found
        .iter()
        .map(|f| {
            Ok(Row::new(vec![
                Cell::Stack(vec![
                    Cell::link(finding_path(f.id), f.text.clone()),
                    Cell::muted(f.basis.clone()),
                ]),
                Cell::Tag(words::severity(ctx, f.severity()?)),
                Cell::Stack(vec![
                    Cell::text(f.remedy.clone()),
                    Cell::muted(ctx.app.directory().short_name(f.unit_id)),
                ]),
                day_cell(&f.due_on),
                Cell::Tag(words::standing(ctx, f)?),
            ]))
        })
        .collect::<Result<_>>()?;
    let text =
        if of.minuted_on.is_some() { "inspections-findings-none" } else { "inspections-findings-none-yet" };
    table.empty = Empty::new(ctx.t("inspections-findings-empty"), ctx.t(text));
    Ok(table)
}

/// The minutes: when, what, the unit's objection with the answer, who signed.
pub(super) fn minutes(ctx: &Ctx, of: &Inspection, signatures: &[Signature]) -> SummaryList {
    let on = of.minuted_on.as_deref().unwrap_or_default();
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("inspections-minutes-title"))
        .row(ctx.t("inspections-head-minuted"), vn(on));
    if !of.unit_present.is_empty() {
        facts = facts.row(ctx.t("inspections-head-present"), Cell::written(&of.unit_present));
    }
    facts = facts.row(ctx.t("inspections-head-summary"), Cell::written(&of.summary));
    if !of.objection.is_empty() {
        let by =
            [("name", of.objection_by.clone()), ("day", vn(of.objected_on.as_deref().unwrap_or_default()))];
        let text =
            Cell::Stack(vec![Cell::written(&of.objection), Cell::muted(ctx.tn("inspections-by-on", &by))]);
        facts = facts.row(ctx.t("inspections-head-objection"), text);
        let answer = if of.objection_answer.is_empty() {
            Cell::muted(ctx.t("inspections-unanswered"))
        } else {
            Cell::written(&of.objection_answer)
        };
        facts = facts.row(ctx.t("inspections-head-objection-answer"), answer);
    }
    for (side, key, path) in
        [("team", "inspections-side-team", "doan"), ("unit", "inspections-side-unit", "don-vi")]
    {
        let cell = match signatures.iter().find(|s| s.side == side) {
            Some(s) if !s.refused.is_empty() => {
                let by = [("name", s.author_name.clone()), ("day", vn(&s.signed_on))];
                Cell::Stack(vec![
                    Cell::text(ctx.tn("inspections-unsigned", &[("reason", s.refused.clone())])),
                    Cell::muted(ctx.tn("inspections-by-on", &by)),
                ])
            }
            Some(s) => {
                let by =
                    [("name", format!("{}, {}", s.signer_name, s.signer_post)), ("day", vn(&s.signed_on))];
                Cell::Stack(vec![
                    Cell::text(ctx.tn("inspections-by-on", &by)),
                    Cell::link(format!("{}/ban-ky/{path}", inspection_path(of.id)), s.file_name.clone()),
                ])
            }
            None => Cell::muted(ctx.t("inspections-not-signed")),
        };
        facts = facts.row(ctx.t(key), cell);
    }
    match &of.signed_on {
        Some(on) => facts.row(ctx.t("inspections-head-signed"), vn(on)),
        None => facts,
    }
}
