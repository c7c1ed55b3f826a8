//! The platform's own declaration: its tables and texts, first in every list of slices.

use crate::slice::Slice;
use crate::store::Migration;

/// Tables and texts of the ground floor.
pub static GROUND: Slice = Slice {
    name: "ground",
    pillar: "ground",
    tables: &[
        "kept_version",
        "journal",
        "ledger_pending",
        "ledger_leaf",
        "ledger_tile",
        "ledger_key",
        "ledger_checkpoint",
        "job",
        "job_tick",
        "account",
        "session",
        "role",
        "role_grant",
        "legal_profile",
        "calendar_day",
        "office_hours",
        "stored_file",
        "search_entry",
        "search_words",
        "notice_template",
        "notice",
        "saved_filter",
        "upload",
        "recovery",
        "sign_in_try",
        "installation",
        "shipped_row",
        "personal_read",
    ],
    migrations: &[
        Migration {
            version: "2011_01_01_00_ground",
            sql: include_str!("migrations/2011_01_01_00_ground.sql"),
            postgres: None,
        },
        Migration {
            version: "2011_01_01_01_words",
            sql: include_str!("migrations/2011_01_01_01_words.sql"),
            postgres: Some(include_str!("migrations/2011_01_01_01_words.postgres.sql")),
        },
        Migration {
            version: "2012_10_27_10_upload",
            sql: include_str!("migrations/2012_10_27_10_upload.sql"),
            postgres: None,
        },
        Migration {
            version: "2012_10_27_11_recovery",
            sql: include_str!("migrations/2012_10_27_11_recovery.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_00_sign_in",
            sql: include_str!("migrations/2026_11_27_00_sign_in.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_20_upkeep",
            sql: include_str!("migrations/2026_11_27_20_upkeep.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_30_ledger",
            sql: include_str!("migrations/2026_11_27_30_ledger.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_50_personal_read",
            sql: include_str!("migrations/2026_11_27_50_personal_read.sql"),
            postgres: None,
        },
    ],
    rules: &[
        "accounts.recovery_a_day",
        "accounts.recovery_minutes",
        "access.disable_idle_days",
        "access.lockout",
        "access.password_min",
        "calendar.office_hours",
        "files.day_bytes",
        "files.day_files",
        "files.max_bytes",
        "files.per_paper",
        "files.types",
        "privacy.keep_notices_days",
        "privacy.keep_reads_days",
        "privacy.keep_sessions_days",
        "privacy.reader_names",
        "session.absolute_minutes",
        "session.idle_minutes",
    ],
    messages: (include_str!("../messages/vi.ftl"), include_str!("../messages/en.ftl")),
    jobs: &[crate::mail::MAIL, crate::idle_accounts::DISABLE_IDLE, crate::upkeep::TIDY, crate::ledger::SEAL],
    ..Slice::EMPTY
};
