//! GET /thi-dua/dot/{id}: a round: its entries by place, the council, what may be done, history.

use super::super::acts::ROUND;
use super::super::rules::{EntryState, RoundState};
use super::super::slice::{DECIDE, MANAGE, VIEW};
use super::super::store::council::{self, Member};
use super::super::store::entries::{self, Entry};
use super::super::store::rounds::Round;
use super::{
    Class, ROUNDS, RecordView, as_seen, class_name, entry_path, entry_tag, group_name, number, round_path,
    round_tag, the_round,
};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Row, SummaryList, Table};

/// Shows the round.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, VIEW).await?;
    let store = &ctx.app.store;
    let all = entries::of_round(store, id).await?;
    let members = council::members(store, id).await?;
    let entries_of_journal = platform::journal::history(store, ROUND, id).await?;
    let objections = council::open_of_round(store, id).await?;
    let left = Left::of(&round, &all, &members, objections);
    let head = Head {
        tag: Some(round_tag(&ctx, round.state()?)),
        actions: actions(&ctx, &round, &left)?,
        ..Head::new(round.name.clone())
    };
    let mut notes = Vec::new();
    if !round.reason.is_empty() {
        notes.push(ctx.tn("emulation-note-returned", &[("reason", round.reason.clone())]));
    }
    if ctx.may(MANAGE, round.owner_id) {
        notes.extend(left.words(&ctx, round.state()?));
    }
    ui::html(&RecordView {
        page: ui::page(&ctx, round.name.clone()).with_back(ROUNDS, ctx.t("emulation-rounds-title")),
        head,
        notes,
        facts: facts(&ctx, &round, &all)?,
        tables: vec![table(&ctx, &round, &all)?, council_table(&ctx, &members)],
        history_title: ctx.t("emulation-history"),
        history: ui::history(&ctx, &entries_of_journal),
    })
}

/// What is left to do before a round can be sent to the one who decides.
struct Left {
    council: bool,
    appraise: usize,
    vote: usize,
    minutes: bool,
    objections: usize,
}

impl Left {
    fn of(round: &Round, all: &[Entry], members: &[Member], objections: i64) -> Left {
        let at = |state: EntryState| all.iter().filter(|e| e.state().is_ok_and(|s| s == state)).count();
        Left {
            council: members.is_empty(),
            appraise: at(EntryState::Drafting) + at(EntryState::Submitted),
            vote: at(EntryState::Appraised),
            minutes: round.held_on.is_none() || round.minutes.is_empty(),
            objections: usize::try_from(objections).unwrap_or_default(),
        }
    }

    fn words(&self, ctx: &Ctx, state: RoundState) -> Vec<String> {
        let (open, announced) = (state == RoundState::Open, state == RoundState::Published);
        let counted = |key: &str, n: usize| (n > 0).then(|| ctx.tn(key, &[("count", n.to_string())]));
        let said = |key: &str, missing: bool| missing.then(|| ctx.t(key));
        let objections = counted("emulation-left-objections", self.objections).filter(|_| !announced);
        if !open {
            return objections.into_iter().collect();
        }
        [
            counted("emulation-left-appraise", self.appraise),
            said("emulation-left-council", self.council),
            counted("emulation-left-vote", self.vote),
            said("emulation-left-minutes", self.minutes),
            objections,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn actions(ctx: &Ctx, round: &Round, left: &Left) -> Result<Vec<Action>> {
    let here = round_path(round.id);
    let (manage, decide) = (ctx.may(MANAGE, round.owner_id), ctx.may(DECIDE, round.owner_id));
    let state = round.state()?;
    let mut actions = Vec::new();
    let post = |to: &str, label: &str, kind| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), kind);
        action.hidden = as_seen(round.version);
        action
    };
    let link = |to: &str, label: &str, kind| Action::link(format!("{here}/{to}"), ctx.t(label), kind);
    if manage && state == RoundState::Open {
        // What has to be done next stands out; sending does once nothing is left.
        let voted = left.appraise + left.vote == 0;
        let next = |is: bool| if is { ActionKind::Primary } else { ActionKind::Quiet };
        actions.push(post("trinh", "emulation-send", next(voted && !left.council && !left.minutes)));
        actions.push(link("hoi-dong", "emulation-council", next(left.council)));
        if left.vote > 0 && !left.council {
            actions.push(link("bieu-quyet", "emulation-unanimous", next(left.appraise == 0)));
        }
        actions.push(link("bien-ban", "emulation-session", next(voted && !left.council && left.minutes)));
        actions.push(post("do-lai", "emulation-measure", ActionKind::Quiet));
    }
    if decide && state == RoundState::Submitted {
        actions.push(link("quyet-dinh", "emulation-decide", ActionKind::Primary));
        actions.push(link("tra-lai", "emulation-return", ActionKind::Quiet));
    }
    if decide && state == RoundState::Decided {
        actions.push(post("cong-bo", "emulation-publish", ActionKind::Primary));
    }
    actions.push(link("in", "emulation-print", ActionKind::Quiet));
    actions.push(link("in?dang=docx", "emulation-docx", ActionKind::Quiet));
    Ok(actions)
}

fn facts(ctx: &Ctx, round: &Round, all: &[Entry]) -> Result<SummaryList> {
    let list = format!("{}?nam={}&nhom={}", super::ENTRIES, round.year, ui::platform_url(&round.group_code));
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("emulation-head-year"), round.year.to_string())
        .row(ctx.t("emulation-head-group"), group_name(ctx, &round.group_code)?)
        .row(ctx.t("emulation-head-due"), ui::vn_day(&round.due_on))
        .row(ctx.t("emulation-head-entries"), Cell::link(list, all.len().to_string()))
        .row(ctx.t("emulation-head-classes"), counts(ctx, &round.classes()?, all));
    for quota in round.quotas()? {
        let args = [
            ("class", class_name(ctx, &round.classes()?, &quota.class)),
            ("percent", quota.most_percent.to_string()),
            ("most", quota.most(all.len()).to_string()),
        ];
        facts = facts.row(ctx.t("emulation-head-quota"), ctx.tn("emulation-quota-text", &args));
    }
    if let Some(held) = &round.held_on {
        facts = facts
            .row(ctx.t("emulation-head-held"), ui::vn_day(held))
            .row(ctx.t("emulation-head-minutes"), Cell::written(&round.minutes));
    }
    if let Some(on) = &round.decided_on {
        let by = [("day", ui::vn_day(on)), ("name", round.decided_name.clone())];
        facts = facts
            .row(ctx.t("emulation-head-decision"), round.decision.clone())
            .row(ctx.t("emulation-head-decided"), ctx.tn("emulation-decided-by", &by));
    }
    Ok(facts)
}

/// How many stand in each class.
fn counts(ctx: &Ctx, classes: &[Class], all: &[Entry]) -> String {
    let of = |code: &str| all.iter().filter(|e| e.shown_class() == code).count();
    let told = classes.iter().map(|c| format!("{}: {}", class_name(ctx, classes, &c.code), of(&c.code)));
    told.collect::<Vec<_>>().join(" · ")
}

fn table(ctx: &Ctx, round: &Round, all: &[Entry]) -> Result<Table> {
    let classes = round.classes()?;
    let mut table = Table::new(&ui::words(&ctx.locale), "phieu", ctx.t("emulation-entries-of-round"));
    table.columns = vec![
        Column::numeric("hang", ctx.t("emulation-head-place")),
        Column::new("co-quan", ctx.t("emulation-head-agency")),
        Column::new("trang-thai", ctx.t("emulation-head-state")),
        Column::numeric("diem", ctx.t("emulation-head-total")),
        Column::new("de-nghi", ctx.t("emulation-head-proposed")),
        Column::new("quy-tac", ctx.t("emulation-head-ruled")),
        Column::new("tham-dinh", ctx.t("emulation-head-appraised")),
        Column::new("hoi-dong", ctx.t("emulation-head-final")),
    ];
    table.rows = all
        .iter()
        .map(|e| {
            let name = |code: &str| class_name(ctx, &classes, code);
            let mut ruled = vec![Cell::text(name(&e.ruled))];
            if !e.kept_out.is_empty() {
                let args = [("class", name(&e.kept_out))];
                ruled.push(Cell::muted(ctx.tn("emulation-kept-out", &args)));
            }
            let mut appraised = vec![Cell::text(name(&e.class))];
            if !e.reason.is_empty() {
                appraised.push(Cell::muted(e.reason.clone()));
            }
            Ok(Row::new(vec![
                Cell::number(super::entries::place(e)),
                Cell::link(entry_path(e.id), ctx.app.directory().name(e.agency_id).to_owned()),
                Cell::Tag(entry_tag(ctx, e)?),
                Cell::number(number(ctx, e.points())),
                Cell::text(name(&e.proposed)),
                Cell::Stack(ruled),
                Cell::Stack(appraised),
                Cell::text(name(&e.final_class)),
            ]))
        })
        .collect::<Result<_>>()?;
    Ok(table)
}

fn council_table(ctx: &Ctx, members: &[Member]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "hoi-dong", ctx.t("emulation-council-title"));
    table.columns = vec![
        Column::new("ho-ten", ctx.t("emulation-head-member")),
        Column::new("chuc-vu", ctx.t("emulation-head-post")),
    ];
    let row = |m: &Member| Row::new(vec![Cell::text(m.name.clone()), Cell::text(m.post.clone())]);
    table.rows = members.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("emulation-council-empty"), ctx.t("emulation-council-empty-text"));
    table
}
