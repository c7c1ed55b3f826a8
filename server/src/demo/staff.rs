//! The people of the demo city: staff of every role at every desk, the accounts a newcomer signs in with, two citizens.

use anyhow::{Context, Result};
use platform::directory::AgencyRef;
use platform::identity::{self, AccountKind, NewAccount};
use platform::own_account::DEMO_PASSWORD;
use platform::slice::DemoPlan;
use platform::{Actor, App, Tx};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Accounts shown on the sign-in page: (login, name, role, agency, with everything below).
const SHOWN: [(&str, &str, &str, &str, bool); 9] = [
    ("demo.motcua", "Lê Thị Mỹ Hạnh", "clerk", "quan-ninh-kieu", false),
    ("demo.motcua.xa", "Trần Văn Út", "clerk", "phuong-cai-khe", false),
    ("demo.chuyenvien", "Nguyễn Quốc Dũng", "specialist", "quan-ninh-kieu", false),
    ("demo.truongphong", "Phạm Kim Loan", "head", "quan-ninh-kieu", false),
    ("demo.lanhdao", "Huỳnh Hữu Nghĩa", "leader", "quan-ninh-kieu", true),
    ("demo.noivu", "Võ Thanh Bình", "reform", "ubnd-tp-can-tho", true),
    ("demo.kiemsoat", "Đặng Ngọc Ánh", "procedure_control", "ubnd-tp-can-tho", true),
    ("demo.thanhtra", "Bùi Minh Đức", "inspector", "ubnd-tp-can-tho", true),
    ("demo.quantri", "Hồ Phước An", "it", "ubnd-tp-can-tho", true),
];

const FAMILY: [&str; 10] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Ngô"];
const MIDDLE: [&str; 8] = ["Văn", "Thị", "Hữu", "Ngọc", "Thanh", "Minh", "Kim", "Quốc"];
const GIVEN: [&str; 16] = [
    "An", "Bảo", "Cường", "Dung", "Đào", "Giang", "Hiền", "Khánh", "Lan", "Mẫn", "Nhung", "Oanh", "Phúc",
    "Quyên", "Sương", "Thảo",
];

/// Opens the accounts; one password hash serves all of them.
pub async fn build(app: &App, plan: &DemoPlan) -> Result<()> {
    let hash = identity::hash_password(DEMO_PASSWORD).await?;
    let mut rng = StdRng::seed_from_u64(plan.seed ^ 0x5eed);
    let directory = app.directory();
    let today = app.clock.now().day();
    let tx = app.store.write(&Actor::system()).await?;
    for (login, name, role, agency, subtree) in SHOWN {
        let agency = directory.by_code(agency).with_context(|| format!("no agency {agency}"))?;
        staff(&tx, login, name, role, agency, subtree, &hash).await?;
    }
    let root = directory.root(today).context("no city")?;
    staff(&tx, "demo.chutich", "Phan Quốc Cường", "leader", root, true, &hash).await?;
    let desks = directory.in_force(today).filter(|a| {
        matches!(a.kind.as_str(), "commune" | "district" | "department" | "office" | "inspectorate" | "board")
    });
    for agency in desks {
        for role in ["clerk", "specialist", "head", "leader"] {
            let login = format!("{}.{role}", agency.code);
            let name = made_up_name(&mut rng);
            staff(&tx, &login, &name, role, agency, role == "leader", &hash).await?;
        }
    }
    if let Some(paper) = directory.by_code("bao-can-tho") {
        staff(&tx, "demo.baochi", "Lý Thanh Tùng", "press", paper, false, &hash).await?;
    }
    for (login, name, number) in [
        ("demo.dan", "Nguyễn Thị Ngọc Lan", "362000001"),
        ("demo.doanhnghiep", "Trần Minh Phúc", "362000002"),
    ] {
        citizen(&tx, login, name, number, &hash).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn staff(
    tx: &Tx,
    login: &str,
    name: &str,
    role: &str,
    agency: &AgencyRef,
    subtree: bool,
    hash: &str,
) -> Result<()> {
    let account = NewAccount {
        kind: AccountKind::Staff,
        login: login.to_owned(),
        name: name.to_owned(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(agency.id),
    };
    let id = identity::create_account(tx, &account, hash).await?;
    identity::grant_role(tx, id, role, agency.id, subtree).await?;
    Ok(())
}

async fn citizen(tx: &Tx, login: &str, name: &str, number: &str, hash: &str) -> Result<()> {
    let account = NewAccount {
        kind: AccountKind::Citizen,
        login: login.to_owned(),
        name: name.to_owned(),
        email: None,
        phone: Some("0900000001".to_owned()),
        identity_number: Some(number.to_owned()),
        address: Some("12 đường Hai Bà Trưng, phường Tân An, quận Ninh Kiều, thành phố Cần Thơ".to_owned()),
        agency_id: None,
    };
    identity::create_account(tx, &account, hash).await?;
    Ok(())
}

fn made_up_name(rng: &mut StdRng) -> String {
    let mut one = |list: &[&'static str]| list.get(rng.random_range(0..list.len())).copied().unwrap_or("");
    format!("{} {} {}", one(&FAMILY), one(&MIDDLE), one(&GIVEN))
}
