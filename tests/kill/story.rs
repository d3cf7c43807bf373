//! What happens while the process dies and comes back: three residents and two members of staff on Telegram, who
//! wait for what they need to see and then go on.

use std::time::Duration;

use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::runtime::clock::Clock;
use fengqiao::runtime::invitations::{self, NewMember};
use fengqiao::store::Store;

use crate::support::bot_api::{BotApi, Person};
use crate::support::mortal::Place;
use crate::support::{books, rules};

/// Everybody, by the number of their chat.
pub const LAWYER: i64 = 11;
pub const MEDIATOR: i64 = 12;
pub const TENANT: i64 = 21;
pub const NEIGHBOUR: i64 = 22;
pub const WORKER: i64 = 23;

/// How long anybody waits; a restart on a busy machine lies within it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The invitations of the two members of staff.
pub struct Invited {
    lawyer: String,
    mediator: String,
}

impl Invited {
    /// Invites them, as the operator does before the story begins.
    pub async fn to(url: &str) -> Self {
        let store = Store::open(url).await.unwrap();
        let lawyer = invite(&store, "王律师", Role::Lawyer).await;
        let mediator = invite(&store, "李调解", Role::Mediator).await;
        store.close().await;
        Self { lawyer, mediator }
    }
}

async fn invite(store: &Store, name: &str, role: Role) -> String {
    let rules = rules::shipped();
    let room = rules.directory.rooms().find(|room| room.name == "民主村").unwrap();
    let member = NewMember { name: name.to_owned(), role, room: room.code.clone() };
    let now = Clock::manual(Timestamp::from_millis(1_772_000_000_000));
    // Valid for longer than the machine's clock and that one differ.
    invitations::invite(store, &now, member, Duration::from_secs(100 * 365 * 86_400)).await.unwrap()
}

/// The whole story, to its last message.
pub async fn told(api: &BotApi, place: &Place, invited: &Invited) {
    let story = Story { api, place };
    tokio::join!(
        story.joins(LAWYER, &invited.lawyer),
        story.joins(MEDIATOR, &invited.mediator),
        story.asks_about_law()
    );
    tokio::join!(story.a_consultation(), story.a_mediation());
}

struct Story<'a> {
    api: &'a BotApi,
    place: &'a Place,
}

impl Story<'_> {
    async fn joins(&self, who: i64, code: &str) {
        self.api.user(who).opens(code);
        self.sees(who, "您已登记为").await;
    }

    async fn asks_about_law(&self) {
        self.api.user(WORKER).says("老板拖欠工资三个月了，怎么办？");
        self.sees(WORKER, "依据").await;
    }

    async fn a_consultation(&self) {
        let (tenant, lawyer) = (self.api.user(TENANT), self.api.user(LAWYER));
        tenant.says("房东不退押金怎么办");
        self.sees(TENANT, "依据").await;
        tenant.presses("律师");
        self.sees(TENANT, "哪个社区").await;
        tenant.says("民主村");
        self.sees(TENANT, "已登记").await;
        self.sees(LAWYER, "房东不退押金").await;
        lawyer.presses("接单");
        self.sees(LAWYER, "由您办理了").await;
        self.sees(TENANT, "接手了").await;
        lawyer.replies_to("房东不退押金", "合同上押金是怎么写的？");
        self.is_passed_on(TENANT, "合同上押金是怎么写的").await;
        // Two at once: they have to arrive in this order.
        tenant.says("合同写的退房七天内退");
        tenant.says("可是已经过去一个月了");
        self.is_passed_on(LAWYER, "退房七天内退").await;
        self.is_passed_on(LAWYER, "过去一个月了").await;
        lawyer.presses("结案");
        self.sees(LAWYER, "怎样结案").await;
        lawyer.presses("已答复");
        self.sees(TENANT, "办结").await;
    }

    async fn a_mediation(&self) {
        let (neighbour, mediator) = (self.api.user(NEIGHBOUR), self.api.user(MEDIATOR));
        neighbour.says("我要申请调解");
        self.fills_in_the_form(neighbour).await;
        self.sees(NEIGHBOUR, "哪个社区").await;
        neighbour.says("民主村");
        self.sees(NEIGHBOUR, "已登记").await;
        self.sees(MEDIATOR, "人民调解 ·").await;
        mediator.presses("接单");
        self.sees(NEIGHBOUR, "接手了").await;
        mediator.replies_to("人民调解 ·", "我明天上门看看，您在家吗？");
        self.is_passed_on(NEIGHBOUR, "我明天上门看看").await;
    }

    /// Answers each question by its number, however many the form still has.
    async fn fills_in_the_form(&self, person: Person<'_>) {
        let answers =
            [("（1/4）", "楼上漏水"), ("（2/4）", "邻居"), ("（3/4）", "这几天最好"), ("（4/4）", "都可以")];
        self.sees(person.id, "/4）").await;
        let first = person.sees().last().unwrap().text.clone();
        for (question, answer) in answers.into_iter().skip_while(|(question, _)| !first.contains(question)) {
            self.sees(person.id, question).await;
            person.says(answer);
        }
    }

    async fn sees(&self, who: i64, fragment: &str) {
        let person = self.api.user(who);
        let seen = || person.sees().iter().any(|message| message.text.contains(fragment));
        let waited = tokio::time::timeout(PATIENCE, self.api.until(seen)).await;
        assert!(waited.is_ok(), "{who} waits in vain for {fragment:?} and sees {:#?}", person.sees());
    }

    /// Waits until somebody's words have arrived, or are known not to be known to.
    async fn is_passed_on(&self, to: i64, fragment: &str) {
        let uncertain = format!(
            "outbox o JOIN conversation c ON c.id = o.conversation_id
             WHERE c.peer = '{to}' AND o.status = 'uncertain' AND o.body LIKE '%{fragment}%'"
        );
        let person = self.api.user(to);
        let ending = async {
            while !person.sees().iter().any(|message| message.text.contains(fragment))
                && books::count(&self.place.url, &uncertain).await == 0
            {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, ending).await;
        assert!(waited.is_ok(), "{fragment:?} is lost on its way to {to}, who sees {:#?}", person.sees());
    }
}
