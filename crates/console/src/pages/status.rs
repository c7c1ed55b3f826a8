//! How the installation stands: what waits, what failed, room on the disk, the file store, the last backup, the ledger's lag.

use super::sheet::{Sheet, citywide};
use crate::rules::{minutes_since, waits_too_long};
use crate::slice::JOBS;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::watch::{self, Disk, State};
use ui::{Cell, Column, Page, Row, Table, Tag, Tone};

/// A due job that waits longer waits for a runner that is not there.
const JOB_MINUTES: i64 = 15;
/// Checkpoints are promised within a minute; five of them leave room for a busy runner.
const LEDGER_MINUTES: i64 = 5;
/// A backup a day, and two hours in which it may be made.
const BACKUP_MINUTES: i64 = 26 * 60;

/// `GET /quan-tri/tinh-trang`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    citywide(&ctx, JOBS)?;
    let state = watch::look(&ctx.app).await?;
    let disk = Disk::of(&ctx.app.settings.data);
    let sheet = Sheet::new(&ctx, "console-status-title").lead(ctx.t("console-status-lead"));
    let mut table = Table::new(&sheet.page.words, "tinh-trang", ctx.t("console-status-title"));
    table.caption_hidden = true;
    table.columns = ["console-status-what", "console-state", "console-status-now"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    let page = &sheet.page;
    table.rows = vec![
        queue(&ctx, page, &state),
        failing(&ctx, page, &state),
        mails(&ctx, page, &state),
        messages(&ctx, page, &state),
        ledger(&ctx, page, &state),
        backup(&ctx, page, &state),
        room(&ctx, page, disk),
        files(&ctx).await,
    ];
    sheet.part(&table).answer()
}

fn count(page: &Page, number: i64) -> String {
    page.words.number(number as f64, 0)
}

fn of(counts: &[(&str, i64)], name: &str) -> i64 {
    counts.iter().find(|(state, _)| *state == name).map_or(0, |(_, count)| *count)
}

fn row(ctx: &Ctx, what: Cell, is_fine: bool, now: String) -> Row {
    let tag = if is_fine {
        Tag::new(ctx.t("console-status-fine"), Tone::Good)
    } else {
        Tag::new(ctx.t("console-status-look"), Tone::Bad)
    };
    Row::new(vec![what, tag.into(), now.into()])
}

fn queue(ctx: &Ctx, page: &Page, state: &State) -> Row {
    let oldest = state.queue.oldest_due;
    let now = ctx.tn(
        "console-status-queue-now",
        &[
            ("queued", count(page, of(&state.jobs, "queued"))),
            ("running", count(page, of(&state.jobs, "running"))),
            ("minutes", count(page, minutes_since(oldest, ctx.now))),
        ],
    );
    let link = Cell::link("/quan-tri/cong-viec?trang_thai=queued", ctx.t("console-status-queue"));
    row(ctx, link, !waits_too_long(oldest, ctx.now, JOB_MINUTES), now)
}

fn failing(ctx: &Ctx, page: &Page, state: &State) -> Row {
    let now = ctx.tn("console-status-failing-now", &[("count", count(page, state.queue.dead))]);
    let link = Cell::link("/quan-tri/cong-viec?trang_thai=dead", ctx.t("console-status-failing"));
    row(ctx, link, state.queue.dead == 0, now)
}

fn mails(ctx: &Ctx, page: &Page, state: &State) -> Row {
    let failed = of(&state.mails, "failed") + of(&state.mails, "no_server");
    let now = ctx.tn(
        "console-status-mails-now",
        &[("waiting", count(page, of(&state.mails, "waiting"))), ("failed", count(page, failed))],
    );
    row(ctx, Cell::link("/quan-tri/thu", ctx.t("console-status-mails")), failed == 0, now)
}

/// A city without a gateway says so here and need not look: text messages come beside the notice in the application.
fn messages(ctx: &Ctx, page: &Page, state: &State) -> Row {
    let failed = of(&state.messages, "failed");
    let now = ctx.tn(
        "console-status-messages-now",
        &[
            ("waiting", count(page, of(&state.messages, "waiting"))),
            ("failed", count(page, failed)),
            ("unsent", count(page, of(&state.messages, "no_gateway"))),
        ],
    );
    let link = Cell::link("/quan-tri/thu?tin=failed", ctx.t("console-status-messages"));
    row(ctx, link, failed == 0, now)
}

fn ledger(ctx: &Ctx, page: &Page, state: &State) -> Row {
    let since = state.ledger.pending_since.map(Moment::from_micros);
    let now = ctx.tn(
        "console-status-ledger-now",
        &[
            ("size", count(page, state.ledger.size)),
            ("pending", count(page, state.ledger.pending)),
            ("minutes", count(page, minutes_since(since, ctx.now))),
        ],
    );
    let is_fine = !waits_too_long(since, ctx.now, LEDGER_MINUTES);
    row(ctx, Cell::text(ctx.t("console-status-ledger")), is_fine, now)
}

fn backup(ctx: &Ctx, page: &Page, state: &State) -> Row {
    let what = Cell::text(ctx.t("console-status-backup"));
    let Some(made) = state.backup else { return row(ctx, what, false, ctx.t("console-status-backup-none")) };
    let at = Moment::from_micros(made.at);
    let args = [("at", at.vn()), ("megabytes", megabytes(page, made.bytes))];
    let now = if made.encrypted {
        ctx.tn("console-status-backup-locked", &args)
    } else {
        ctx.tn("console-status-backup-open", &args)
    };
    row(ctx, what, !waits_too_long(Some(at), ctx.now, BACKUP_MINUTES), now)
}

fn room(ctx: &Ctx, page: &Page, disk: Option<Disk>) -> Row {
    let what = Cell::text(ctx.t("console-status-disk"));
    let Some(disk) = disk else { return row(ctx, what, false, ctx.t("console-status-disk-unknown")) };
    let args = [("free", megabytes(page, disk.free)), ("size", megabytes(page, disk.size))];
    row(ctx, what, disk.has_room(), ctx.tn("console-status-disk-now", &args))
}

async fn files(ctx: &Ctx) -> Row {
    let answers = ctx.app.files.answers().await;
    let args = [("place", ctx.app.files.place().to_string())];
    let now = match &answers {
        Ok(()) => ctx.tn("console-status-files-now", &args),
        Err(error) => {
            tracing::warn!(%error, "the file store");
            ctx.tn("console-status-files-silent", &args)
        }
    };
    row(ctx, Cell::text(ctx.t("console-status-files")), answers.is_ok(), now)
}

fn megabytes(page: &Page, bytes: u64) -> String {
    page.words.number(bytes as f64 / 1e6, 1)
}
