//! Consistent disclosures invented from a seed: a budget in the shape of the home template (ten tables and a little
//! prose), and final accounts.

use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use yusuan::model::*;

/// How amounts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Print {
    /// All amounts are whole multiples of 0.01 万元: every sum is exact.
    Exact,
    /// Amounts in yuan, each rounded to 0.01 万元 on its own.
    Rounded,
}

/// A sequence of numbers from a seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

const SOURCES: [&str; 10] = [
    "general_public_budget",
    "government_fund",
    "state_capital",
    "fiscal_special_account",
    "institutional_income",
    "operating_income",
    "superior_subsidy",
    "affiliate_remittance",
    "other_income",
    "carryover",
];
const INCOME: [&str; 10] = [
    "income.general_public_budget",
    "income.government_fund",
    "income.state_capital",
    "income.fiscal_special_account",
    "income.institutional",
    "income.operating",
    "income.superior_subsidy",
    "income.affiliate_remittance",
    "income.other",
    "income.carryover",
];
const NATURE: [&str; 5] =
    ["basic", "project", "operating", "remitted_to_superior", "subsidy_to_affiliates"];
/// Classes (类) that each fund may pay for, and the first of the two digits that its 款 are drawn from.
const GENERAL: ([&str; 9], u64) =
    (["201", "204", "205", "206", "207", "208", "210", "211", "221"], 1);
const FUND: ([&str; 3], u64) = (["208", "212", "229"], 60);
const CAPITAL: ([&str; 1], u64) = (["223"], 1);
const ECONOMIC: [&str; 12] = [
    "30101", "30102", "30103", "30112", "30201", "30207", "30212", "30217", "30231", "30299",
    "30302", "31002",
];

/// 项 of a tree drawn at random: one to all of the fund's 类, each with one to three 款, each with one to three 项, at
/// least `least` in all.
fn tree(dice: &mut Dice, (classes, from): (&[&str], u64), least: usize) -> Vec<String> {
    let mut codes = BTreeSet::new();
    for round in 0.. {
        for class in classes
            .iter()
            .filter(|_| round > 0 || dice.roll(2) == 0)
            .copied()
            .collect::<Vec<&str>>()
        {
            for _ in 0..=dice.roll(3) {
                let subclass = from + dice.roll(30);
                for _ in 0..=dice.roll(3) {
                    let item = if dice.roll(4) == 0 { 99 } else { 1 + dice.roll(60) };
                    codes.insert(format!("{class}{subclass:02}{item:02}"));
                }
            }
        }
        if codes.len() >= least {
            break;
        }
    }
    codes.into_iter().collect()
}

/// An item of the budget: its sources and what they are spent on, in yuan.
struct Item {
    code: String,
    sources: [i64; 10],
    nature: [i64; 5],
}

impl Item {
    fn total(&self) -> i64 {
        self.sources.iter().sum()
    }
}

/// The budget that `seed` gives.
pub fn budget(seed: u64, print: Print) -> Ledger {
    let mut dice = Dice(seed | 1);
    let grain = if print == Print::Exact { 100 } else { 1 };
    let general = tree(&mut dice, (&GENERAL.0, GENERAL.1), 4);
    let others = [
        (tree(&mut dice, (&FUND.0, FUND.1), 1), 1),
        (tree(&mut dice, (&CAPITAL.0, CAPITAL.1), 1), 2),
    ];
    let mut money = |most: u64| (dice.roll(most) as i64 + 1) * grain * 137;
    let mut items: Vec<Item> = Vec::new();
    let blank = || ([0i64; 10], [0i64; 5]);
    for (i, code) in general.into_iter().enumerate() {
        let (mut sources, mut nature) = blank();
        (nature[0], nature[1]) = (money(90_000), if i % 3 == 0 { money(70_000) } else { 0 });
        sources[0] = nature[0] + nature[1];
        if i % 4 == 1 {
            // Other sources pay for projects and the rarer kinds of expenditure.
            for (k, source) in sources.iter_mut().enumerate().skip(3) {
                *source = money(9_000);
                nature[1 + k % 4] += *source;
            }
        }
        items.push(Item { code, sources, nature });
    }
    for (codes, source) in others {
        for code in codes {
            let (mut sources, mut nature) = blank();
            sources[source] = money(50_000);
            nature[1] = sources[source];
            items.push(Item { code, sources, nature });
        }
    }
    items.sort_by(|a, b| a.code.cmp(&b.code));
    let basic: i64 = items.iter().map(|i| i.nature[0]).sum();
    let general: i64 = items.iter().map(|i| i.sources[0]).sum();
    let basic_split = split(&mut dice, basic, ECONOMIC.len(), grain);
    let project_split = split(&mut dice, general - basic, ECONOMIC.len(), grain);
    Writer { print, tables: Vec::new() }.write(&items, &basic_split, &project_split)
}

/// `whole` in `parts` positive multiples of the grain.
fn split(dice: &mut Dice, whole: i64, parts: usize, grain: i64) -> Vec<i64> {
    let share = whole / grain / (2 * parts as i64);
    let mut all: Vec<i64> =
        (1..parts).map(|_| (share + dice.roll(share.max(1) as u64) as i64) * grain).collect();
    all.push(whole - all.iter().sum::<i64>());
    all
}

/// The final accounts that `seed` gives: one item of two is paid by carry-over too, one of three leaves some.
pub fn final_accounts(seed: u64, print: Print) -> Ledger {
    let mut dice = Dice(seed | 1);
    let grain = if print == Print::Exact { 100 } else { 1 };
    let trees = [
        tree(&mut dice, (&GENERAL.0, GENERAL.1), 4),
        tree(&mut dice, (&FUND.0, FUND.1), 1),
        tree(&mut dice, (&CAPITAL.0, CAPITAL.1), 1),
    ];
    let mut money = |most: u64| (dice.roll(most) as i64 + 1) * grain * 137;
    let mut books: Vec<Book> = Vec::new();
    for (fund, codes) in trees.into_iter().enumerate() {
        for (i, code) in codes.into_iter().enumerate() {
            let (basic, project) = (if fund == 0 { money(90_000) } else { 0 }, money(60_000));
            let opening = if i % 2 == 0 { project / 2 / grain * grain } else { 0 };
            let closing = if i % 3 == 0 { money(4_000) } else { 0 };
            let own = if fund == 0 && i % 4 == 3 { money(9_000) } else { 0 };
            books.push(Book { code, fund, basic, project, opening, closing, own });
        }
    }
    books.sort_by(|a, b| a.code.cmp(&b.code));
    let basic: i64 = books.iter().map(|b| b.basic).sum();
    let basic = split(&mut dice, basic, ECONOMIC.len(), grain);
    Writer { print, tables: Vec::new() }.close(&books, &basic, 30_000 * grain)
}

/// An item of final accounts, in yuan: what its fund pays for it, opening and closing balance of that, and what the body
/// pays for it out of its own income.
struct Book {
    code: String,
    fund: usize,
    basic: i64,
    project: i64,
    opening: i64,
    closing: i64,
    own: i64,
}

impl Book {
    fn spent(&self) -> i64 {
        self.basic + self.project
    }

    fn income(&self) -> i64 {
        self.spent() + self.closing - self.opening
    }
}

struct Writer {
    print: Print,
    tables: Vec<LedgerTable>,
}

trait HasCode {
    fn code(&self) -> &str;
}

impl HasCode for Item {
    fn code(&self) -> &str {
        &self.code
    }
}

impl HasCode for Book {
    fn code(&self) -> &str {
        &self.code
    }
}

type Line = (Row, Vec<Option<i64>>);

impl Writer {
    fn write(mut self, items: &[Item], basic: &[i64], project: &[i64]) -> Ledger {
        self.summary("income_expenditure_summary", items, true);
        let source = [&["total"][..], &SOURCES].concat();
        self.by_code("income_summary", &source, items, &|_| true, &|i| {
            [&[i.total()][..], &i.sources].concat()
        });
        let nature = [&["total"][..], &NATURE].concat();
        self.by_code("expenditure_summary", &nature, items, &|_| true, &|i| {
            [&[i.total()][..], &i.nature].concat()
        });
        self.summary("fiscal_appropriation_summary", items, false);
        for (k, id) in [
            "general_public_budget_expenditure",
            "government_fund_expenditure",
            "state_capital_expenditure",
        ]
        .into_iter()
        .enumerate()
        {
            let of = move |i: &Item| {
                let basic = if k == 0 { i.nature[0] } else { 0 };
                vec![i.sources[k], basic, i.sources[k] - basic]
            };
            self.by_code(id, &["total", "basic", "project"], items, &|i| i.sources[k] != 0, &of);
        }
        let both: Vec<i64> = basic.iter().zip(project).map(|(a, b)| a + b).collect();
        self.economic("general_public_budget_economic", &both, true);
        self.economic("basic_expenditure_economic", basic, false);
        let of = |code: &str| ECONOMIC.iter().position(|c| *c == code).map_or(0, |i| both[i]);
        let (travel, reception, operation) = (of("30212"), of("30217"), of("30231"));
        let public = [
            ("total", travel + reception + operation),
            ("overseas_travel", travel),
            ("reception", reception),
            ("vehicles", operation),
            ("vehicle_purchase", 0),
            ("vehicle_operation", operation),
        ];
        let lines = public.map(|(item, amount)| {
            (row(Side::None, &format!("three_public.{item}")), vec![Some(amount)])
        });
        self.table("three_public_expenses", &["amount"], lines.into());
        self.ledger(items, basic)
    }

    /// The tables of final accounts. `surplus` of earlier years is used on top of the year's own income.
    fn close(mut self, books: &[Book], basic: &[i64], surplus: i64) -> Ledger {
        let sum = |of: &dyn Fn(&Book) -> i64| books.iter().map(of).sum::<i64>();
        let own = sum(&|b| b.own);
        let (income, spent) = (sum(&|b| b.income()) + own - surplus, sum(&|b| b.spent()) + own);
        let (opening, closing) = (sum(&|b| b.opening), sum(&|b| b.closing));
        let by_class = |of: &dyn Fn(&Book) -> i64| {
            let mut classes: BTreeMap<&str, i64> = BTreeMap::new();
            books.iter().for_each(|b| *classes.entry(&b.code[..3]).or_default() += of(b));
            classes.into_iter().filter(|(_, amount)| *amount != 0).collect::<Vec<(&str, i64)>>()
        };
        let of_fund = |fund: usize, of: &dyn Fn(&Book) -> i64| {
            books.iter().filter(|b| b.fund == fund).map(of).sum::<i64>()
        };
        let left = |item: &str, amount: i64| (row(Side::Income, item), vec![Some(amount)]);
        let right = |item: &str, amount: i64| (row(Side::Expenditure, item), vec![Some(amount)]);
        let mut lines: Vec<Line> =
            (0..3).map(|f| left(INCOME[f], of_fund(f, &|b| b.income()))).collect();
        lines.extend([left("income.other", own - surplus), left("income.current_total", income)]);
        lines.extend([
            left("income.nonfiscal_surplus_used", surplus),
            left("income.carryover", opening),
        ]);
        lines.push(left("income.total", income + surplus + opening));
        lines.extend(
            by_class(&|b| b.spent() + b.own)
                .into_iter()
                .map(|(c, a)| right(&format!("function.{c}"), a)),
        );
        lines.extend([
            right("expenditure.current_total", spent),
            right("expenditure.carryforward", closing),
        ]);
        lines.push(right("expenditure.total", spent + closing));
        self.table("income_expenditure_summary", &["amount"], lines);
        // The surplus is used for the first item that the body pays for itself.
        let first = books.iter().find(|b| b.own > 0).map_or("", |b| b.code.as_str());
        let other = |b: &Book| b.own - if b.code == first { surplus } else { 0 };
        self.by_code(
            "income_summary",
            &["total", "fiscal_appropriation", "other_income"],
            books,
            &|_| true,
            &|b| vec![b.income() + other(b), b.income(), other(b)],
        );
        self.by_code(
            "expenditure_summary",
            &["total", "basic", "project"],
            books,
            &|_| true,
            &|b| vec![b.spent() + b.own, b.basic, b.project + b.own],
        );
        self.fiscal(books, &by_class(&|b| b.spent()));
        self.by_code(
            "general_public_budget_expenditure",
            &["total", "basic", "project"],
            books,
            &|b| b.fund == 0,
            &|b| vec![b.spent(), b.basic, b.project],
        );
        let columns =
            ["opening_balance", "current_income", "total", "basic", "project", "closing_balance"];
        for (fund, id) in [(1, "government_fund_expenditure"), (2, "state_capital_expenditure")] {
            self.by_code(id, &columns, books, &|b| b.fund == fund, &|b| {
                vec![b.opening, b.income(), b.spent(), b.basic, b.project, b.closing]
            });
        }
        self.blocks(basic);
        let public = [
            "total",
            "overseas_travel",
            "vehicles",
            "vehicle_purchase",
            "vehicle_operation",
            "reception",
        ];
        let of = |code: &str| ECONOMIC.iter().position(|c| *c == code).map_or(0, |i| basic[i]);
        let (travel, reception, operation) = (of("30212"), of("30217"), of("30231"));
        let amounts = [travel + reception + operation, travel, operation, 0, operation, reception];
        let lines = public.into_iter().zip(amounts);
        let lines = lines.map(|(item, a)| {
            (row(Side::None, &format!("three_public.{item}")), vec![Some(2 * a), Some(a)])
        });
        self.table("three_public_expenses", &["amount@budget", "amount"], lines.collect());
        let narrative = self.tell(books, basic, (income, income + surplus + opening), &amounts);
        let identity = Identity {
            unit_name: Some("某市某局".into()),
            fiscal_year: Some(2024),
            kind: Some(Kind::FinalAccounts),
            scope: Some(Scope::Unit),
            ..Identity::default()
        };
        Ledger { identity, tables: self.tables, narrative, has_prose: true, ..Ledger::default() }
    }

    /// What the prose of final accounts says; `income` of the year and with what was carried over, `public` as the table
    /// of the three public expenses lists them.
    fn tell(
        &self,
        books: &[Book],
        basic: &[i64],
        income: (i64, i64),
        public: &[i64; 6],
    ) -> Vec<Mention> {
        let sum = |of: &dyn Fn(&Book) -> i64| books.iter().map(of).sum::<i64>();
        let general = || books.iter().filter(|b| b.fund == 0);
        let personnel = (0..basic.len())
            .filter(|i| !["302", "310"].contains(&&ECONOMIC[*i][..3]))
            .map(|i| basic[i])
            .sum::<i64>();
        let spent = general().map(|b| b.spent()).sum::<i64>();
        let mut told = vec![
            self.mention("income_expenditure_total", "", income.1),
            self.mention("income_total", "", income.0),
            self.mention("income_fiscal_appropriation", "", sum(&|b| b.income())),
            self.mention("expenditure_total", "", sum(&|b| b.spent() + b.own)),
            self.mention("expenditure_basic", "", sum(&|b| b.basic)),
            self.mention("fiscal_appropriation_total", "", sum(&|b| b.income() + b.opening)),
            self.mention("general_public_budget_total", "", spent),
            self.mention("basic_expenditure_total", "", basic.iter().sum()),
            self.mention("basic_personnel", "", personnel),
            self.mention("basic_public", "", basic.iter().sum::<i64>() - personnel),
            self.mention("three_public_total_initial_budget", "", 2 * public[0]),
            self.mention("three_public_total", "", public[0]),
            self.mention("three_public_reception", "", public[5]),
        ];
        told.extend(
            general().map(|b| self.mention("general_public_budget_subject", &b.code, b.spent())),
        );
        told
    }

    /// 财政拨款收入支出决算总表: income over all funds, expenditure fund by fund.
    fn fiscal(&mut self, books: &[Book], classes: &[(&str, i64)]) {
        let of_fund = |fund: usize, of: &dyn Fn(&Book) -> i64| {
            books.iter().filter(|b| b.fund == fund).map(of).sum::<i64>()
        };
        let left = |item: String, amount: i64| (row(Side::Income, &item), vec![Some(amount)]);
        let right = |item: &str, of: &dyn Fn(usize) -> i64| {
            let funds = [of(0), of(1), of(2)];
            let figures = [funds.iter().sum::<i64>(), funds[0], funds[1], funds[2]].map(Some);
            (row(Side::Expenditure, item), [&[None][..], &figures].concat())
        };
        let (income, opening) = (
            [0, 1, 2].map(|f| of_fund(f, &|b| b.income())),
            [0, 1, 2].map(|f| of_fund(f, &|b| b.opening)),
        );
        let mut lines: Vec<Line> = (0..3).map(|f| left(INCOME[f].into(), income[f])).collect();
        lines.push(left("income.current_total".into(), income.iter().sum()));
        lines.push(left("income.carryover".into(), opening.iter().sum()));
        lines.extend((0..3).map(|f| left(format!("income.carryover.{}", SOURCES[f]), opening[f])));
        lines.push(left("income.total".into(), income.iter().chain(&opening).sum()));
        for (class, _) in classes {
            let of =
                |f: usize| of_fund(f, &|b| if b.code.starts_with(class) { b.spent() } else { 0 });
            lines.push(right(&format!("function.{class}"), &of));
        }
        lines.push(right("expenditure.current_total", &|f| of_fund(f, &|b| b.spent())));
        lines.push(right("expenditure.carryforward", &|f| of_fund(f, &|b| b.closing)));
        lines.push(right("expenditure.total", &|f| of_fund(f, &|b| b.spent() + b.closing)));
        self.table(
            "fiscal_appropriation_summary",
            &["amount", "total", SOURCES[0], SOURCES[1], SOURCES[2]],
            lines,
        );
    }

    /// The economic table of final accounts: the personnel block with its sum, then the public block with its sum.
    fn blocks(&mut self, basic: &[i64]) {
        let mut lines: Vec<Line> = Vec::new();
        for (item, classes) in
            [("personnel_total", ["301", "303"]), ("public_total", ["302", "310"])]
        {
            let mut whole = 0;
            for class in classes {
                let codes = ECONOMIC.iter().zip(basic).filter(|(c, _)| c.starts_with(class));
                let below: Vec<Line> = codes
                    .clone()
                    .map(|(c, a)| (coded(Classification::Economic, c), vec![Some(*a)]))
                    .collect();
                let sum: i64 = codes.map(|(_, a)| a).sum();
                whole += sum;
                lines.push((coded(Classification::Economic, class), vec![Some(sum)]));
                lines.extend(below);
            }
            lines.push((row(Side::None, item), vec![Some(whole)]));
        }
        self.table("basic_expenditure_economic", &["amount"], lines);
    }

    fn by_code<T: HasCode>(
        &mut self,
        id: &str,
        columns: &[&str],
        items: &[T],
        wanted: &dyn Fn(&T) -> bool,
        of: &dyn Fn(&T) -> Vec<i64>,
    ) {
        let mut sums: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for item in items.iter().filter(|i| wanted(i)) {
            for length in [0, 3, 5, 7] {
                let sum = sums
                    .entry(item.code()[..length].to_owned())
                    .or_insert_with(|| vec![0; columns.len()]);
                sum.iter_mut().zip(of(item)).for_each(|(s, v)| *s += v);
            }
        }
        let line = |(code, amounts): (String, Vec<i64>)| {
            (coded(Classification::Function, &code), amounts.into_iter().map(Some).collect())
        };
        self.table(id, columns, sums.into_iter().map(line).collect());
    }

    fn ledger(self, items: &[Item], basic: &[i64]) -> Ledger {
        let sum = |of: &dyn Fn(&Item) -> i64| items.iter().map(of).sum::<i64>();
        let personnel =
            |i: &usize| ECONOMIC[*i].starts_with("301") || ECONOMIC[*i].starts_with("303");
        let personnel: i64 = (0..basic.len()).filter(personnel).map(|i| basic[i]).sum();
        let total = sum(&|i| i.total());
        let mut narrative = vec![
            self.mention("income_total", "", total),
            self.mention("income_total_change", "", total / 10 / 100 * 100),
            self.mention("expenditure_total", "", total),
            self.mention("expenditure_basic", "", sum(&|i| i.nature[0])),
            self.mention("general_public_budget_total", "", sum(&|i| i.sources[0])),
            self.mention("basic_personnel", "", personnel),
            self.mention("basic_public", "", basic.iter().sum::<i64>() - personnel),
        ];
        let general = items.iter().filter(|i| i.sources[0] != 0);
        narrative.extend(
            general.map(|i| self.mention("general_public_budget_subject", &i.code, i.sources[0])),
        );
        let identity = Identity {
            unit_name: Some("某市某中心".into()),
            fiscal_year: Some(2025),
            kind: Some(Kind::Budget),
            scope: Some(Scope::Unit),
            listed_units: Vec::new(),
        };
        Ledger { identity, tables: self.tables, narrative, has_prose: true, ..Ledger::default() }
    }

    fn summary(&mut self, id: &str, items: &[Item], all: bool) {
        let sources = if all { 10 } else { 3 };
        let of = |i: &Item| i.sources[..sources].iter().sum::<i64>();
        let mut lines: Vec<Line> = Vec::new();
        for (k, item) in INCOME.into_iter().take(sources).enumerate() {
            lines.push((
                row(Side::Income, item),
                vec![Some(items.iter().map(|i| i.sources[k]).sum())],
            ));
        }
        let total: i64 = items.iter().map(of).sum();
        lines.push((row(Side::Income, "income.total"), vec![Some(total)]));
        let mut classes: BTreeMap<&str, i64> = BTreeMap::new();
        items.iter().for_each(|i| *classes.entry(&i.code[..3]).or_default() += of(i));
        for (class, amount) in classes.into_iter().filter(|(_, amount)| *amount != 0) {
            lines.push((row(Side::Expenditure, &format!("function.{class}")), vec![Some(amount)]));
        }
        lines.push((row(Side::Expenditure, "expenditure.total"), vec![Some(total)]));
        self.table(id, &["amount"], lines);
    }

    fn economic(&mut self, id: &str, amounts: &[i64], classes_only: bool) {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for (code, amount) in ECONOMIC.iter().zip(amounts) {
            for length in [0, 3, 5].into_iter().take(if classes_only { 2 } else { 3 }) {
                *sums.entry(code[..length].to_owned()).or_default() += amount;
            }
        }
        let lines = sums
            .into_iter()
            .map(|(code, amount)| (coded(Classification::Economic, &code), vec![Some(amount)]));
        self.table(id, &["amount"], lines.collect());
    }

    fn table(&mut self, id: &str, columns: &[&str], lines: Vec<Line>) {
        let head = |id: &&str| match id.strip_suffix("@budget") {
            Some(id) => Column { id: id.into(), basis: Basis::Budget, label: String::new() },
            None => Column { id: (*id).into(), basis: Basis::Current, label: String::new() },
        };
        let columns: Vec<Column> = columns.iter().map(head).collect();
        let mut numbers: BTreeMap<Side, u32> = BTreeMap::new();
        let mut rows = Vec::new();
        for (mut row, amounts) in lines {
            let number = numbers.entry(row.side).or_default();
            *number += 1;
            row.number = *number;
            row.cells = amounts
                .into_iter()
                .enumerate()
                .map(|(column, amount)| self.cell(column, amount))
                .collect();
            rows.push(row);
        }
        self.tables.push(LedgerTable {
            id: id.into(),
            title: id.into(),
            unit: Some(unit()),
            columns,
            rows,
            page: 1,
            ..LedgerTable::default()
        });
    }

    fn cell(&self, column: usize, yuan: Option<i64>) -> Cell {
        let content = yuan.map_or(Content::Blank, |yuan| Content::Amount(self.amount(yuan)));
        Cell { column, content, stated: String::new(), page: 1, rect: Rect::default(), doubt: None }
    }

    fn amount(&self, yuan: i64) -> Amount {
        assert!(self.print == Print::Rounded || yuan % 100 == 0, "{yuan}");
        let mut printed = (Decimal::from(yuan) / Decimal::from(10_000)).round_dp(2);
        printed.rescale(2);
        Amount::new(printed.to_string(), printed, &unit()).expect("fits")
    }

    fn mention(&self, key: &str, code: &str, yuan: i64) -> Mention {
        Mention {
            key: key.into(),
            code: code.into(),
            amount: Some(self.amount(yuan)),
            ..Mention::default()
        }
    }
}

fn unit() -> MoneyUnit {
    MoneyUnit { label: "万元".into(), yuan: 10_000.into() }
}

fn row(side: Side, item: &str) -> Row {
    Row { side, item: ItemId::of(item), ..Row::default() }
}

/// The row of a code; of the total where there is none.
fn coded(classification: Classification, digits: &str) -> Row {
    let total = digits.is_empty();
    Row {
        code: (!total).then(|| Code { classification, digits: digits.into() }),
        level: Some(if total { 0 } else { (digits.len() as u8 - 1) / 2 }),
        ..row(Side::None, if total { "total" } else { "" })
    }
}
