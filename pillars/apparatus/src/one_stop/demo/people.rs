//! Made-up people of the Mekong delta; nobody in it is real.

use super::life::Life;
use contracts::dossiers::Person;
use platform::identity::Account;
use rand::Rng;
use rand::rngs::StdRng;

const FAMILY: [&str; 14] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"];
const MIDDLE: [&str; 12] =
    ["Văn", "Thị", "Hữu", "Ngọc", "Thanh", "Minh", "Kim", "Quốc", "Thị Mỹ", "Thị Hồng", "Hoàng", "Phước"];
const GIVEN: [&str; 24] = [
    "An", "Ánh", "Bảo", "Bé", "Cường", "Dũng", "Đào", "Đức", "Giàu", "Hạnh", "Hiền", "Khánh", "Lan", "Loan",
    "Mẫn", "Nghĩa", "Nhung", "Oanh", "Phúc", "Quyên", "Sương", "Thảo", "Tuyết", "Út",
];
const STREETS: [&str; 10] = [
    "đường 30 Tháng 4",
    "đường Mậu Thân",
    "đường Trần Hưng Đạo",
    "đường Nguyễn Trãi",
    "ấp Thới Bình",
    "ấp Trường Thọ",
    "khu vực 3",
    "khu vực Bình Yên",
    "đường Cách Mạng Tháng 8",
    "ấp Nhơn Lộc",
];

fn one<'a>(rng: &mut StdRng, list: &[&'a str]) -> &'a str {
    list.get(rng.random_range(0..list.len())).copied().unwrap_or("")
}

/// A full name.
pub fn name(rng: &mut StdRng) -> String {
    format!("{} {} {}", one(rng, &FAMILY), one(rng, &MIDDLE), one(rng, &GIVEN))
}

/// A person living near an agency. Identity and telephone numbers are of shapes nobody was given.
pub fn person(rng: &mut StdRng, place: &str) -> Person {
    Person {
        name: name(rng),
        identity_number: format!("36{:07}", rng.random_range(0..10_000_000u32)),
        address: format!(
            "{} {}, {}",
            rng.random_range(1..399),
            one(rng, &STREETS),
            place.trim_start_matches("Ủy ban nhân dân ")
        ),
        phone: format!("09{:08}", rng.random_range(0..100_000_000u32)),
        email: String::new(),
    }
}

/// Who stands in a dossier.
pub struct Cast {
    /// Owner.
    pub owner: Person,
    /// Who filed for the owner.
    pub proxy: Option<Person>,
    /// Account that filed.
    pub account: Option<i64>,
}

/// The people of a life: made up, or the person of an account.
pub fn cast(rng: &mut StdRng, life: &Life, account: Option<&Account>) -> Cast {
    let made_up = person(rng, &life.agency);
    let owner = match account {
        None => made_up,
        Some(account) => Person {
            name: account.name.clone(),
            identity_number: account.identity_number.clone().unwrap_or_default(),
            address: account.address.clone().unwrap_or_default(),
            phone: account.phone.clone().unwrap_or_default(),
            email: account.email.clone().unwrap_or_default(),
        },
    };
    let proxy = life.by_proxy.then(|| person(rng, &life.agency));
    Cast { owner, proxy, account: account.map(|a| a.id) }
}
