-- Times are microseconds since 1970-01-01 UTC. Ids of actors are interned: their 70 bytes would otherwise stand in every row (measured: half as many
-- appends per second without).

create table installation (
    id              integer primary key check (id = 1),
    created_at      integer not null,
    secret_check    blob    not null,  -- HMAC-SHA256 of a fixed text under the install secret
    shard_count     integer not null,
    settled         integer not null default 0  -- counts writes that settled an unknown outcome
) strict;

create table shard (
    shard           integer primary key,
    epoch           integer not null,
    last_effect     integer not null   -- the highest position ever given to an effect
) strict;

create table actor (
    id              integer primary key,
    shard           integer not null,
    client          blob    not null,
    key             blob    not null,
    kind            text    not null,
    first_event     integer not null default 1,  -- the oldest event that trimming left
    checkpoint      integer not null default 1,  -- where reading begins
    alarm_height    integer,
    alarm_time      integer,
    view_state      text,              -- null: the actor has no row in lists
    view_is_over    integer,
    view_amount     integer,           -- unsigned 64 bits, written as signed
    view_due_height integer,
    view_details    text
) strict;

create unique index actor_by_name on actor (client, key, kind);
create index actor_by_alarm_height on actor (alarm_height) where alarm_height is not null;
create index actor_by_alarm_time on actor (alarm_time) where alarm_time is not null;
create index actor_in_lists on actor (kind, client, key) where view_is_over = 0;
create index actor_to_trim on actor (id) where first_event < checkpoint;

create table event (
    actor           integer not null,
    sequence        integer not null,
    name            text    not null,
    payload         blob    not null,
    at              integer not null,
    trace_context   blob,              -- of the command; on the first event of an append
    primary key (actor, sequence)
) strict, without rowid;

create table inbox (
    command         blob    not null,
    shard           integer not null,
    at              integer not null,
    reply_name      text,              -- null: decided without a reply
    reply_payload   blob,
    primary key (command, shard)
) strict, without rowid;

create table outbox (
    shard           integer not null,
    position        integer not null,
    actor           integer not null,
    destination     text    not null,
    name            text    not null,
    payload         blob    not null,
    attempts        integer not null default 0,
    primary key (shard, position)
) strict, without rowid;

create table index_entry (
    client          blob    not null,
    name            text    not null,
    key             blob    not null,
    actor           integer not null,
    primary key (client, name, key)
) strict, without rowid;

-- Bodies can be many pages long; a table with row ids keeps them out of the tree that is searched.
create table content (
    id              integer primary key,
    actor           integer not null,
    key             blob    not null,
    body            blob    not null,
    unique (actor, key)
) strict;

-- By name, since an actor can fail before it has written anything.
create table quarantine (
    client          blob    not null,
    key             blob    not null,
    kind            text    not null,
    category        text    not null,
    detail          text    not null,
    at              integer not null,
    primary key (client, key, kind)
) strict, without rowid;

create table network_height (
    network         text    primary key,
    height          integer not null,
    at              integer not null
) strict, without rowid;
