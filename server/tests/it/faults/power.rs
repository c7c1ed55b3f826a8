//! The power goes: what the disk would hold is built anew from every write and sync that the program asked of it, as of many
//! moments, with what was not synced left out or torn. Every filing that a clerk was told of must stand in it.
//!
//! strace writes down the calls. A write is on the disk when a sync of its file has ended after it; until then any of its
//! sectors may be there or not. An answer counts as told from the moment on which the program hands it to the network.

use super::counter::Clerks;
use super::kill::seed;
use super::node::{Node, Place, traced};
use platform::Read;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// What a disk writes at once or not at all, bytes.
const SECTOR: usize = 512;
const POINTS: usize = 30;
const PATIENCE: Duration = Duration::from_secs(60);
/// What of a city may be cut off half-way.
const DATABASE: [&str; 2] = ["motcua.db", "motcua.db-wal"];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: String,
        length: usize,
    },
    Sync {
        file: String,
    },
    /// The receipt of this dossier goes to its clerk.
    Told(i64),
}

/// The bytes that strace wrote as `\x41\x42`.
fn decoded(hex: &str) -> Vec<u8> {
    hex.split("\\x").skip(1).map(|byte| u8::from_str_radix(&byte[..2], 16).unwrap()).collect()
}

/// All strings of a line, in their order.
fn strings(line: &str) -> Vec<Vec<u8>> {
    line.split('"').skip(1).step_by(2).map(decoded).collect()
}

/// The file of a call's descriptor, if it is one of the database's.
fn file_of(line: &str) -> Option<String> {
    let path = decoded(line.split_once('<')?.1.split_once('>')?.0);
    let path = PathBuf::from(String::from_utf8(path).ok()?);
    let name = path.file_name()?.to_str()?.to_owned();
    DATABASE.contains(&name.as_str()).then_some(name)
}

/// The dossier whose receipt an answer leads to.
fn receipt(line: &str) -> Option<i64> {
    let text = String::from_utf8_lossy(&strings(line).concat()).into_owned();
    let place = text.strip_prefix("HTTP/1.1 303")?.split_once("/quay/da-nhan/")?.1;
    place.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// What a call did that succeeded.
fn event(line: &str) -> Option<Event> {
    let (name, args) = line.split_once('(')?;
    let (args, result) = args.rsplit_once('=')?;
    let args = args.trim_end().strip_suffix(')')?;
    let result: usize = result.split_whitespace().next()?.parse().ok()?;
    let file = file_of(line)?;
    match name {
        "pwrite64" => {
            let bytes = strings(line).into_iter().next()?;
            assert_eq!(bytes.len(), result, "strace wrote down a part only");
            Some(Event::Write { file, at: args.rsplit_once(", ")?.1.parse().ok()?, bytes })
        }
        "ftruncate" => Some(Event::Cut { file, length: args.rsplit_once(", ")?.1.parse().ok()? }),
        "fsync" | "fdatasync" => Some(Event::Sync { file }),
        "write" => panic!("the database is written to by a call that this test does not follow: {line}"),
        _ => None,
    }
}

/// The calls of a log in the order of their ends; of answers, of their beginnings.
fn events(log: &str) -> Vec<Event> {
    let mut events = Vec::new();
    let mut begun: HashMap<&str, &str> = HashMap::new();
    for line in log.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(head) = call.strip_suffix(" <unfinished ...>") {
            events.extend(receipt(head).map(Event::Told));
            begun.insert(thread, head);
        } else if call.starts_with("<... ") {
            let (Some(head), Some((_, tail))) = (begun.remove(thread), call.split_once(" resumed>")) else {
                continue;
            };
            events.extend(event(&format!("{head}{tail}")));
        } else {
            events.extend(receipt(call).map(Event::Told));
            events.extend(event(call));
        }
    }
    events
}

/// The files of the database, as the disk holds them and as the program believes.
#[derive(Clone, Default)]
struct Disk {
    kept: BTreeMap<String, Vec<u8>>,
    pending: Vec<Event>,
}

fn apply(kept: &mut BTreeMap<String, Vec<u8>>, event: &Event) {
    match event {
        Event::Write { file, at, bytes } => {
            let content = kept.entry(file.clone()).or_default();
            if content.len() < at + bytes.len() {
                content.resize(at + bytes.len(), 0);
            }
            content[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Event::Cut { file, length } => kept.entry(file.clone()).or_default().resize(*length, 0),
        Event::Sync { .. } | Event::Told(_) => {}
    }
}

impl Disk {
    fn follow(&mut self, event: &Event) {
        let Event::Sync { file: synced } = event else {
            self.pending.push(event.clone());
            return;
        };
        let of_it = |event: &Event| match event {
            Event::Write { file, .. } | Event::Cut { file, .. } => file == synced,
            Event::Sync { .. } | Event::Told(_) => false,
        };
        for event in self.pending.extract_if(.., |event| of_it(event)) {
            apply(&mut self.kept, &event);
        }
    }

    /// What is found when the power is back: of what was not synced, any sector may have been written.
    fn after_the_power_is_back(&self, random: &mut StdRng) -> BTreeMap<String, Vec<u8>> {
        let mut kept = self.kept.clone();
        // Some disks lose all of it, some nothing, some the half.
        let share = [0.0, 0.5, 1.0][random.random_range(0..3)];
        for event in &self.pending {
            match event {
                Event::Write { file, at, bytes } => {
                    for (number, sector) in bytes.chunks(SECTOR).enumerate() {
                        if random.random_bool(share) {
                            let (file, at) = (file.clone(), at + number * SECTOR);
                            apply(&mut kept, &Event::Write { file, at, bytes: sector.to_vec() });
                        }
                    }
                }
                other if random.random_bool(share) => apply(&mut kept, other),
                _ => {}
            }
        }
        kept
    }
}

/// A city that filed under strace, and all that it asked of its disk.
struct Filed {
    folder: tempfile::TempDir,
    before: BTreeMap<String, Vec<u8>>,
    events: Vec<Event>,
}

impl Filed {
    async fn make() -> Filed {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::sqlite(folder.path());
        let agency = place.found().await;
        let before = DATABASE
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), std::fs::read(folder.path().join(name)).ok()?)))
            .collect();
        let log = tempfile::NamedTempFile::new().unwrap();
        let node = Node::start_by(under_strace(&place.command(&["serve"]), log.path()));
        let cookie = node.sign_in();
        let clerks = Clerks::start(&node.address, &cookie, agency, 4, "power");
        clerks.wait_for(60);
        let book = clerks.stop();
        assert_eq!(book.refused, Vec::<u16>::new());
        node.kill();
        let events = events(&whole_log(log.path()));
        let told = events.iter().filter(|event| matches!(event, Event::Told(_))).count();
        assert_eq!(told, book.acknowledged.len(), "the log has every receipt");
        Filed { folder, before, events }
    }

    /// The disk as of so many events.
    fn disk_at(&self, point: usize) -> Disk {
        let mut disk = Disk { kept: self.before.clone(), pending: Vec::new() };
        for event in &self.events[..point] {
            disk.follow(event);
        }
        disk
    }

    /// Puts the files of a database into a folder beside the city's keys.
    fn put(&self, files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(self.folder.path()).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_file() && !name.starts_with("motcua.db") {
                std::fs::copy(entry.path(), folder.path().join(&name)).unwrap();
            }
        }
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    /// The dossiers told of before a point.
    fn told_by(&self, point: usize) -> Vec<i64> {
        let told = |event: &Event| if let Event::Told(id) = event { Some(*id) } else { None };
        self.events[..point].iter().filter_map(told).collect()
    }
}

/// The same command, with its calls written down.
fn under_strace(command: &Command, log: &Path) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "-y", "-xx", "-s", "100000"]);
    strace.args(["-e", "trace=pwrite64,write,writev,sendto,fsync,fdatasync,ftruncate", "-o"]).arg(log);
    traced(strace, command)
}

/// The log when strace has written its end.
fn whole_log(path: &Path) -> String {
    let begin = Instant::now();
    loop {
        let log = std::fs::read_to_string(path).unwrap();
        if log.lines().next_back().is_some_and(|line| line.contains("+++ killed by SIGKILL +++")) {
            return log;
        }
        assert!(begin.elapsed() < PATIENCE, "strace does not end its log");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

/// How many of these dossiers are not there, received.
async fn missing(place: &Place, told: &[i64]) -> usize {
    let store = place.store().await;
    let mut missing = 0;
    for id in told {
        let sql = "SELECT COUNT(*) FROM dossier WHERE id = $1 AND received_at IS NOT NULL";
        missing += usize::from(store.number(sql, vec![(*id).into()]).await.unwrap() != 1);
    }
    store.close().await.unwrap();
    missing
}

/// What `motcua doctor` finds to mend.
fn to_mend(place: &Place) -> Vec<String> {
    let (code, said) = place.run(&["doctor"]);
    assert!([0, 3].contains(&code), "{said}");
    let said = said.replace(&place.folder.display().to_string(), "");
    said.lines().filter(|line| line.starts_with("MEND")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_power_goes_every_filing_that_a_clerk_was_told_of_is_there() {
    let seed = seed();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let filed = Filed::make().await;
    let synced = filed.events.iter().filter(|event| matches!(event, Event::Sync { .. })).count();
    println!("{} events, {synced} syncs", filed.events.len());
    // The city with which nothing happened: the doctor may find something there too.
    let expected = to_mend(&Place::sqlite(filed.put(&filed.before).path()));
    for round in 0..POINTS {
        let point = random.random_range(1..=filed.events.len());
        let told = filed.told_by(point);
        let folder = filed.put(&filed.disk_at(point).after_the_power_is_back(&mut random));
        let place = Place::sqlite(folder.path());
        assert_eq!(
            missing(&place, &told).await,
            0,
            "at {point} of {}, {} told",
            filed.events.len(),
            told.len()
        );
        let store = place.store().await;
        let sound =
            store.number("SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", vec![]);
        assert_eq!(sound.await.unwrap(), 0, "at {point}");
        assert_eq!(platform::upkeep::journal_chain(&store).await.unwrap().1, None, "at {point}");
        store.close().await.unwrap();
        if round % 5 == 0 {
            assert_eq!(to_mend(&place), expected, "at {point}");
            place.expect_ledger();
        }
    }
    // And that this would show it: a disk that only says that it has synced.
    let told = filed.told_by(filed.events.len());
    let folder = filed.put(&filed.before);
    assert_eq!(missing(&Place::sqlite(folder.path()), &told).await, told.len());
}

#[test]
fn a_log_is_read_and_what_was_not_synced_may_be_lost() {
    let hex = |text: &str| text.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let (wal, socket) = (hex("/a/motcua.db-wal"), hex("socket:[1]"));
    let log = format!(
        "11  pwrite64(3<{wal}>, \"{}\", 2, 4) = 2\n\
         12  fsync(3<{wal}> <unfinished ...>\n\
         11  pwrite64(9<{}>, \"{}\", 1, 0) = 1\n\
         12  <... fsync resumed>)           = 0\n\
         13  writev(5<{socket}>, [{{iov_base=\"{}\", iov_len=1}}, {{iov_base=\"\", iov_len=0}}], 2) = 1\n\
         11  pwrite64(3<{wal}>, \"{}\", 2, 0) = -1 EIO (Input/output error) (INJECTED)\n\
         11  ftruncate(3<{wal}>, 1) = 0\n",
        hex("ab"),
        hex("/a/other"),
        hex("x"),
        hex("HTTP/1.1 303 See Other\r\nlocation: /quay/da-nhan/57\r\n"),
        hex("cd"),
    );
    let file = || "motcua.db-wal".to_owned();
    let expected = [
        Event::Write { file: file(), at: 4, bytes: b"ab".to_vec() },
        Event::Sync { file: file() },
        Event::Told(57),
        Event::Cut { file: file(), length: 1 },
    ];
    assert_eq!(events(&log), expected);
    let mut disk = Disk::default();
    disk.follow(&expected[0]);
    assert!(disk.kept.is_empty(), "not before it is synced");
    disk.follow(&expected[1]);
    disk.follow(&expected[3]);
    assert_eq!(disk.kept[&file()], b"\0\0\0\0ab");
    let lengths: BTreeSet<usize> = (0..50)
        .map(|seed| disk.after_the_power_is_back(&mut StdRng::seed_from_u64(seed))[&file()].len())
        .collect();
    assert_eq!(lengths, BTreeSet::from([1, 6]), "what was not synced is there or not");
}
