BEGIN TRANSACTION;
CREATE TABLE "annotations_annotation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "asset_id" bigint NOT NULL REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "category_id" bigint NOT NULL REFERENCES "projects_category" ("id") DEFERRABLE INITIALLY DEFERRED, "created_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, oddness integer NOT NULL DEFAULT -1, CONSTRAINT "annotation_one_per_asset" UNIQUE ("asset_id"));
INSERT INTO "annotations_annotation" VALUES(3,'2026-11-30 08:03:53',3,1,2,-1);
INSERT INTO "annotations_annotation" VALUES(5,'2026-11-30 08:03:59',5,1,2,-1);
INSERT INTO "annotations_annotation" VALUES(6,'2026-11-30 08:04:02',6,1,2,-1);
INSERT INTO "annotations_annotation" VALUES(7,'2026-11-30 08:04:05',7,1,2,-1);
INSERT INTO "annotations_annotation" VALUES(8,'2026-11-30 08:04:08',8,1,2,-1);
INSERT INTO "annotations_annotation" VALUES(9,'2026-11-30 08:04:11',9,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(11,'2026-11-30 08:04:17',11,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(12,'2026-11-30 08:04:20',12,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(13,'2026-11-30 08:04:23',13,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(14,'2026-11-30 08:04:26',14,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(15,'2026-11-30 08:04:29',15,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(16,'2026-11-30 08:04:32',16,3,3,-1);
INSERT INTO "annotations_annotation" VALUES(17,'2026-11-30 08:04:35',17,4,2,-1);
INSERT INTO "annotations_annotation" VALUES(18,'2026-11-30 08:04:38',18,4,2,-1);
INSERT INTO "annotations_annotation" VALUES(19,'2026-11-30 08:04:41',19,4,2,-1);
INSERT INTO "annotations_annotation" VALUES(20,'2026-11-30 08:04:44',20,4,2,-1);
INSERT INTO "annotations_annotation" VALUES(21,'2026-11-30 08:05:29',21,3,2,-1);
INSERT INTO "annotations_annotation" VALUES(22,'2026-11-30 08:05:32',22,3,2,-1);
INSERT INTO "annotations_annotation" VALUES(23,'2026-11-30 15:05:56',1,3,1,-1);
INSERT INTO "annotations_annotation" VALUES(24,'2026-11-30 15:05:59',2,3,1,-1);
INSERT INTO "annotations_annotation" VALUES(25,'2026-11-30 15:06:14',31,5,1,-1);
INSERT INTO "annotations_annotation" VALUES(26,'2026-11-30 15:06:17',32,5,1,-1);
INSERT INTO "annotations_annotation" VALUES(27,'2026-11-30 16:06:22',23,4,2,-1);
INSERT INTO "annotations_annotation" VALUES(28,'2026-11-30 19:07:11',33,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(29,'2026-11-30 19:07:14',34,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(30,'2026-11-30 19:07:17',35,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(31,'2026-11-30 19:07:20',36,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(34,'2026-11-30 19:07:29',41,7,2,-1);
INSERT INTO "annotations_annotation" VALUES(35,'2026-11-30 19:07:32',42,7,2,-1);
INSERT INTO "annotations_annotation" VALUES(36,'2026-11-30 19:07:35',43,7,2,-1);
INSERT INTO "annotations_annotation" VALUES(37,'2026-11-30 19:07:38',44,7,2,-1);
INSERT INTO "annotations_annotation" VALUES(38,'2026-11-30 19:07:41',45,7,2,-1);
INSERT INTO "annotations_annotation" VALUES(39,'2026-11-30 19:07:44',46,7,2,-1);
INSERT INTO "annotations_annotation" VALUES(40,'2026-11-30 20:07:49',47,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(41,'2026-11-30 20:07:52',48,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(42,'2026-11-30 20:07:55',49,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(43,'2026-11-30 20:07:58',50,6,2,-1);
INSERT INTO "annotations_annotation" VALUES(44,'2026-11-30 20:08:01',39,6,3,-1);
INSERT INTO "annotations_annotation" VALUES(45,'2026-11-30 20:08:04',40,6,3,-1);
INSERT INTO "annotations_annotation" VALUES(46,'2026-11-30 23:08:55',51,8,2,-1);
INSERT INTO "annotations_annotation" VALUES(47,'2026-11-30 23:08:58',52,8,2,-1);
INSERT INTO "annotations_annotation" VALUES(48,'2026-11-30 23:09:01',53,8,2,-1);
INSERT INTO "annotations_annotation" VALUES(49,'2026-11-30 23:09:04',54,8,2,-1);
INSERT INTO "annotations_annotation" VALUES(51,'2026-12-01 00:09:12',56,9,2,-1);
INSERT INTO "annotations_annotation" VALUES(52,'2026-12-01 01:09:17',55,8,2,-1);
INSERT INTO "annotations_annotation" VALUES(53,'2026-12-01 04:11:24',57,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(54,'2026-12-01 04:11:27',58,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(55,'2026-12-01 04:11:30',59,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(56,'2026-12-01 04:11:33',60,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(57,'2026-12-01 04:11:36',61,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(58,'2026-12-01 04:11:39',62,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(59,'2026-12-01 04:11:42',63,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(60,'2026-12-01 04:11:45',64,10,2,-1);
INSERT INTO "annotations_annotation" VALUES(61,'2026-12-01 04:11:48',65,11,3,-1);
INSERT INTO "annotations_annotation" VALUES(62,'2026-12-01 04:11:51',66,11,3,-1);
INSERT INTO "annotations_annotation" VALUES(63,'2026-12-01 04:11:54',67,11,3,-1);
INSERT INTO "annotations_annotation" VALUES(64,'2026-12-01 04:11:57',68,11,3,-1);
INSERT INTO "annotations_annotation" VALUES(65,'2026-12-01 04:12:00',69,11,3,-1);
INSERT INTO "annotations_annotation" VALUES(66,'2026-12-01 04:12:03',70,11,3,-1);
INSERT INTO "annotations_annotation" VALUES(67,'2026-12-01 08:15:32',73,12,2,-1);
INSERT INTO "annotations_annotation" VALUES(69,'2026-12-01 08:15:38',75,12,2,-1);
INSERT INTO "annotations_annotation" VALUES(70,'2026-12-01 08:15:41',76,12,2,-1);
INSERT INTO "annotations_annotation" VALUES(71,'2026-12-01 09:15:46',77,13,2,-1);
INSERT INTO "annotations_annotation" VALUES(72,'2026-12-01 09:15:49',78,13,2,-1);
INSERT INTO "annotations_annotation" VALUES(73,'2026-12-01 13:20:12',82,20,2,-1);
INSERT INTO "annotations_annotation" VALUES(74,'2026-12-01 13:20:15',83,16,2,-1);
INSERT INTO "annotations_annotation" VALUES(75,'2026-12-01 13:20:18',84,22,2,-1);
INSERT INTO "annotations_annotation" VALUES(76,'2026-12-01 13:20:21',85,18,2,-1);
INSERT INTO "annotations_annotation" VALUES(77,'2026-12-01 13:20:24',86,20,2,-1);
INSERT INTO "annotations_annotation" VALUES(78,'2026-12-01 13:20:27',87,20,2,-1);
INSERT INTO "annotations_annotation" VALUES(79,'2026-12-01 13:20:30',88,22,2,-1);
INSERT INTO "annotations_annotation" VALUES(80,'2026-12-01 13:20:33',89,22,2,-1);
INSERT INTO "annotations_annotation" VALUES(81,'2026-12-01 13:20:36',90,24,2,-1);
INSERT INTO "annotations_annotation" VALUES(82,'2026-12-01 13:20:39',91,24,2,-1);
INSERT INTO "annotations_annotation" VALUES(83,'2026-12-01 13:20:42',92,26,2,-1);
INSERT INTO "annotations_annotation" VALUES(84,'2026-12-01 13:20:45',93,26,2,-1);
INSERT INTO "annotations_annotation" VALUES(85,'2026-12-01 13:20:48',94,20,2,-1);
INSERT INTO "annotations_annotation" VALUES(86,'2026-12-01 13:20:51',95,16,2,-1);
INSERT INTO "annotations_annotation" VALUES(87,'2026-12-01 13:20:54',96,22,2,-1);
INSERT INTO "annotations_annotation" VALUES(88,'2026-12-01 13:20:57',97,18,2,-1);
INSERT INTO "annotations_annotation" VALUES(89,'2026-12-01 13:21:00',98,20,2,-1);
INSERT INTO "annotations_annotation" VALUES(90,'2026-12-01 13:21:03',99,20,2,-1);
INSERT INTO "annotations_annotation" VALUES(91,'2026-12-01 13:21:06',100,22,2,-1);
INSERT INTO "annotations_annotation" VALUES(92,'2026-12-01 13:21:09',101,22,2,-1);
INSERT INTO "annotations_annotation" VALUES(93,'2026-12-01 13:21:12',102,24,2,-1);
INSERT INTO "annotations_annotation" VALUES(94,'2026-12-01 13:21:15',103,24,2,-1);
INSERT INTO "annotations_annotation" VALUES(95,'2026-12-01 13:21:18',104,26,2,-1);
INSERT INTO "annotations_annotation" VALUES(96,'2026-12-01 13:21:21',105,26,2,-1);
INSERT INTO "annotations_annotation" VALUES(97,'2026-12-01 17:22:56',106,31,2,-1);
INSERT INTO "annotations_annotation" VALUES(98,'2026-12-01 17:22:59',107,31,2,-1);
INSERT INTO "annotations_annotation" VALUES(99,'2026-12-01 17:23:02',108,31,2,-1);
INSERT INTO "annotations_annotation" VALUES(100,'2026-12-01 17:23:05',109,31,2,-1);
INSERT INTO "annotations_annotation" VALUES(101,'2026-12-01 17:23:08',110,31,2,-1);
INSERT INTO "annotations_annotation" VALUES(102,'2026-12-01 17:23:11',111,31,2,-1);
INSERT INTO "annotations_annotation" VALUES(103,'2026-12-01 17:23:14',112,32,3,-1);
INSERT INTO "annotations_annotation" VALUES(104,'2026-12-01 17:23:17',113,32,3,-1);
INSERT INTO "annotations_annotation" VALUES(106,'2026-12-02 18:23:49',114,31,1,-1);
CREATE TABLE "annotations_annotationevent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "op_id" varchar(64) NOT NULL UNIQUE, "from_status" varchar(20) NOT NULL, "to_status" varchar(20) NOT NULL, "from_category_ids" text NOT NULL CHECK ((JSON_VALID("from_category_ids") OR "from_category_ids" IS NULL)), "to_category_ids" text NOT NULL CHECK ((JSON_VALID("to_category_ids") OR "to_category_ids" IS NULL)), "revision" integer unsigned NOT NULL CHECK ("revision" >= 0), "bulk" char(32) NULL, "actor_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "asset_id" bigint NOT NULL REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "seen" bool NULL, "source" text NULL CHECK ((JSON_VALID("source") OR "source" IS NULL)), reason varchar(200) NOT NULL DEFAULT '' CONSTRAINT annotation_event_reason_is_of_sending_back CHECK (reason = '' OR to_status = 'needs_review'), undoes char(32) NULL, shown_ms integer unsigned NULL CHECK (shown_ms >= 0), CONSTRAINT "annotation_event_one_per_revision" UNIQUE ("asset_id", "revision"), CONSTRAINT "annotation_event_has_op_id" CHECK (NOT ("op_id" = '')));
INSERT INTO "annotations_annotationevent" VALUES(1,'2026-11-30 08:03:47','corpus-1','unlabeled','labeled','[]','[1]',1,NULL,2,1,NULL,NULL,'',NULL,901);
INSERT INTO "annotations_annotationevent" VALUES(2,'2026-11-30 08:03:50','corpus-2','unlabeled','labeled','[]','[1]',1,NULL,2,2,NULL,NULL,'',NULL,902);
INSERT INTO "annotations_annotationevent" VALUES(3,'2026-11-30 08:03:53','corpus-3','unlabeled','labeled','[]','[1]',1,NULL,2,3,NULL,NULL,'',NULL,903);
INSERT INTO "annotations_annotationevent" VALUES(4,'2026-11-30 08:03:56','corpus-4','unlabeled','labeled','[]','[1]',1,NULL,2,4,NULL,NULL,'',NULL,904);
INSERT INTO "annotations_annotationevent" VALUES(5,'2026-11-30 08:03:59','corpus-5','unlabeled','labeled','[]','[1]',1,NULL,2,5,NULL,NULL,'',NULL,905);
INSERT INTO "annotations_annotationevent" VALUES(6,'2026-11-30 08:04:02','corpus-6','unlabeled','labeled','[]','[1]',1,NULL,2,6,NULL,NULL,'',NULL,906);
INSERT INTO "annotations_annotationevent" VALUES(7,'2026-11-30 08:04:05','corpus-7','unlabeled','labeled','[]','[1]',1,NULL,2,7,NULL,NULL,'',NULL,907);
INSERT INTO "annotations_annotationevent" VALUES(8,'2026-11-30 08:04:08','corpus-8','unlabeled','labeled','[]','[1]',1,NULL,2,8,NULL,NULL,'',NULL,908);
INSERT INTO "annotations_annotationevent" VALUES(9,'2026-11-30 08:04:11','corpus-9','unlabeled','labeled','[]','[3]',1,NULL,3,9,NULL,NULL,'',NULL,909);
INSERT INTO "annotations_annotationevent" VALUES(10,'2026-11-30 08:04:14','corpus-10','unlabeled','labeled','[]','[3]',1,NULL,3,10,NULL,NULL,'',NULL,910);
INSERT INTO "annotations_annotationevent" VALUES(11,'2026-11-30 08:04:17','corpus-11','unlabeled','labeled','[]','[3]',1,NULL,3,11,NULL,NULL,'',NULL,911);
INSERT INTO "annotations_annotationevent" VALUES(12,'2026-11-30 08:04:20','corpus-12','unlabeled','labeled','[]','[3]',1,NULL,3,12,NULL,NULL,'',NULL,912);
INSERT INTO "annotations_annotationevent" VALUES(13,'2026-11-30 08:04:23','corpus-13','unlabeled','labeled','[]','[3]',1,NULL,3,13,NULL,NULL,'',NULL,913);
INSERT INTO "annotations_annotationevent" VALUES(14,'2026-11-30 08:04:26','corpus-14','unlabeled','labeled','[]','[3]',1,NULL,3,14,NULL,NULL,'',NULL,914);
INSERT INTO "annotations_annotationevent" VALUES(15,'2026-11-30 08:04:29','corpus-15','unlabeled','labeled','[]','[3]',1,NULL,3,15,NULL,NULL,'',NULL,915);
INSERT INTO "annotations_annotationevent" VALUES(16,'2026-11-30 08:04:32','corpus-16','unlabeled','labeled','[]','[3]',1,NULL,3,16,NULL,NULL,'',NULL,916);
INSERT INTO "annotations_annotationevent" VALUES(17,'2026-11-30 08:04:35','corpus-17','unlabeled','labeled','[]','[4]',1,NULL,2,17,NULL,NULL,'',NULL,917);
INSERT INTO "annotations_annotationevent" VALUES(18,'2026-11-30 08:04:38','corpus-18','unlabeled','labeled','[]','[4]',1,NULL,2,18,NULL,NULL,'',NULL,918);
INSERT INTO "annotations_annotationevent" VALUES(19,'2026-11-30 08:04:41','corpus-19','unlabeled','labeled','[]','[4]',1,NULL,2,19,NULL,NULL,'',NULL,919);
INSERT INTO "annotations_annotationevent" VALUES(20,'2026-11-30 08:04:44','corpus-20','unlabeled','labeled','[]','[4]',1,NULL,2,20,NULL,NULL,'',NULL,920);
INSERT INTO "annotations_annotationevent" VALUES(21,'2026-11-30 08:04:47','corpus-21','labeled','approved','[1]','[1]',2,NULL,1,1,NULL,NULL,'',NULL,901);
INSERT INTO "annotations_annotationevent" VALUES(22,'2026-11-30 08:04:50','corpus-22','labeled','approved','[1]','[1]',2,NULL,1,2,NULL,NULL,'',NULL,902);
INSERT INTO "annotations_annotationevent" VALUES(23,'2026-11-30 08:04:53','corpus-23','labeled','approved','[1]','[1]',2,NULL,1,3,NULL,NULL,'',NULL,903);
INSERT INTO "annotations_annotationevent" VALUES(24,'2026-11-30 08:04:56','corpus-24','labeled','approved','[1]','[1]',2,NULL,1,4,NULL,NULL,'',NULL,904);
INSERT INTO "annotations_annotationevent" VALUES(25,'2026-11-30 08:04:59','corpus-25','labeled','approved','[1]','[1]',2,NULL,1,5,NULL,NULL,'',NULL,905);
INSERT INTO "annotations_annotationevent" VALUES(26,'2026-11-30 08:05:02','corpus-26','labeled','approved','[1]','[1]',2,NULL,1,6,NULL,NULL,'',NULL,906);
INSERT INTO "annotations_annotationevent" VALUES(27,'2026-11-30 08:05:05','corpus-27','labeled','approved','[3]','[3]',2,NULL,1,9,NULL,NULL,'',NULL,909);
INSERT INTO "annotations_annotationevent" VALUES(28,'2026-11-30 08:05:08','corpus-28','labeled','approved','[3]','[3]',2,NULL,1,10,NULL,NULL,'',NULL,910);
INSERT INTO "annotations_annotationevent" VALUES(29,'2026-11-30 08:05:11','corpus-29','labeled','approved','[3]','[3]',2,NULL,1,11,NULL,NULL,'',NULL,911);
INSERT INTO "annotations_annotationevent" VALUES(30,'2026-11-30 08:05:14','corpus-30','labeled','approved','[3]','[3]',2,NULL,1,12,NULL,NULL,'',NULL,912);
INSERT INTO "annotations_annotationevent" VALUES(31,'2026-11-30 08:05:17','corpus-31','labeled','approved','[3]','[3]',2,NULL,1,13,NULL,NULL,'',NULL,913);
INSERT INTO "annotations_annotationevent" VALUES(32,'2026-11-30 08:05:20','corpus-32','labeled','approved','[3]','[3]',2,NULL,1,14,NULL,NULL,'',NULL,914);
INSERT INTO "annotations_annotationevent" VALUES(33,'2026-11-30 08:05:23','corpus-33','labeled','approved','[4]','[4]',2,NULL,1,17,NULL,NULL,'',NULL,917);
INSERT INTO "annotations_annotationevent" VALUES(34,'2026-11-30 08:05:26','corpus-34','labeled','approved','[4]','[4]',2,NULL,1,18,NULL,NULL,'',NULL,918);
INSERT INTO "annotations_annotationevent" VALUES(35,'2026-11-30 08:05:29','corpus-35','unlabeled','needs_review','[]','[3]',1,NULL,2,21,NULL,NULL,'',NULL,921);
INSERT INTO "annotations_annotationevent" VALUES(36,'2026-11-30 08:05:32','corpus-36','unlabeled','needs_review','[]','[3]',1,NULL,2,22,NULL,NULL,'',NULL,922);
INSERT INTO "annotations_annotationevent" VALUES(37,'2026-11-30 08:05:35','corpus-37','unlabeled','skipped','[]','[]',1,NULL,3,23,NULL,NULL,'',NULL,923);
INSERT INTO "annotations_annotationevent" VALUES(38,'2026-11-30 08:05:38','corpus-38','unlabeled','skipped','[]','[]',1,NULL,3,24,NULL,NULL,'',NULL,924);
INSERT INTO "annotations_annotationevent" VALUES(39,'2026-11-30 08:05:41','corpus-39','unlabeled','skipped','[]','[]',1,NULL,3,25,NULL,NULL,'',NULL,925);
INSERT INTO "annotations_annotationevent" VALUES(40,'2026-11-30 15:05:56','corpus-40','approved','approved','[1]','[3]',3,NULL,1,1,NULL,NULL,'',NULL,901);
INSERT INTO "annotations_annotationevent" VALUES(41,'2026-11-30 15:05:59','corpus-41','approved','approved','[1]','[3]',3,NULL,1,2,NULL,NULL,'',NULL,902);
INSERT INTO "annotations_annotationevent" VALUES(42,'2026-11-30 15:06:02','corpus-42','approved','needs_review','[1]','[1]',3,NULL,1,3,NULL,NULL,'Is it a dress?',NULL,903);
INSERT INTO "annotations_annotationevent" VALUES(43,'2026-11-30 15:06:05','corpus-43','approved','unlabeled','[1]','[]',3,NULL,1,4,NULL,NULL,'',NULL,904);
INSERT INTO "annotations_annotationevent" VALUES(44,'2026-11-30 15:06:08','corpus-44','approved','skipped','[3]','[]',3,NULL,1,10,NULL,NULL,'',NULL,910);
INSERT INTO "annotations_annotationevent" VALUES(45,'2026-11-30 15:06:11','corpus-45','needs_review','approved','[3]','[3]',2,NULL,1,21,NULL,NULL,'',NULL,921);
INSERT INTO "annotations_annotationevent" VALUES(46,'2026-11-30 15:06:14','corpus-46','unlabeled','approved','[]','[5]',1,NULL,1,31,NULL,NULL,'',NULL,931);
INSERT INTO "annotations_annotationevent" VALUES(47,'2026-11-30 15:06:17','corpus-47','unlabeled','approved','[]','[5]',1,NULL,1,32,NULL,NULL,'',NULL,932);
INSERT INTO "annotations_annotationevent" VALUES(48,'2026-11-30 16:06:22','corpus-48','skipped','labeled','[]','[4]',2,NULL,2,23,NULL,NULL,'',NULL,923);
INSERT INTO "annotations_annotationevent" VALUES(49,'2026-11-30 19:07:11','corpus-49','unlabeled','approved','[]','[1]',1,NULL,2,33,NULL,NULL,'',NULL,933);
INSERT INTO "annotations_annotationevent" VALUES(50,'2026-11-30 19:07:14','corpus-50','unlabeled','approved','[]','[1]',1,NULL,2,34,NULL,NULL,'',NULL,934);
INSERT INTO "annotations_annotationevent" VALUES(51,'2026-11-30 19:07:17','corpus-51','unlabeled','approved','[]','[1]',1,NULL,2,35,NULL,NULL,'',NULL,935);
INSERT INTO "annotations_annotationevent" VALUES(52,'2026-11-30 19:07:20','corpus-52','unlabeled','approved','[]','[1]',1,NULL,2,36,NULL,NULL,'',NULL,936);
INSERT INTO "annotations_annotationevent" VALUES(53,'2026-11-30 19:07:23','corpus-53','unlabeled','approved','[]','[2]',1,NULL,2,39,NULL,NULL,'',NULL,939);
INSERT INTO "annotations_annotationevent" VALUES(54,'2026-11-30 19:07:26','corpus-54','unlabeled','approved','[]','[2]',1,NULL,2,40,NULL,NULL,'',NULL,940);
INSERT INTO "annotations_annotationevent" VALUES(55,'2026-11-30 19:07:29','corpus-55','unlabeled','approved','[]','[2]',1,NULL,2,41,NULL,NULL,'',NULL,941);
INSERT INTO "annotations_annotationevent" VALUES(56,'2026-11-30 19:07:32','corpus-56','unlabeled','approved','[]','[2]',1,NULL,2,42,NULL,NULL,'',NULL,942);
INSERT INTO "annotations_annotationevent" VALUES(57,'2026-11-30 19:07:35','corpus-57','unlabeled','approved','[]','[2]',1,NULL,2,43,NULL,NULL,'',NULL,943);
INSERT INTO "annotations_annotationevent" VALUES(58,'2026-11-30 19:07:38','corpus-58','unlabeled','approved','[]','[2]',1,NULL,2,44,NULL,NULL,'',NULL,944);
INSERT INTO "annotations_annotationevent" VALUES(59,'2026-11-30 19:07:41','corpus-59','unlabeled','approved','[]','[2]',1,NULL,2,45,NULL,NULL,'',NULL,945);
INSERT INTO "annotations_annotationevent" VALUES(60,'2026-11-30 19:07:44','corpus-60','unlabeled','approved','[]','[2]',1,NULL,2,46,NULL,NULL,'',NULL,946);
INSERT INTO "annotations_annotationevent" VALUES(61,'2026-11-30 20:07:49','corpus-61','unlabeled','labeled','[]','[1]',1,NULL,2,47,NULL,NULL,'',NULL,947);
INSERT INTO "annotations_annotationevent" VALUES(62,'2026-11-30 20:07:52','corpus-62','unlabeled','labeled','[]','[1]',1,NULL,2,48,NULL,NULL,'',NULL,948);
INSERT INTO "annotations_annotationevent" VALUES(63,'2026-11-30 20:07:55','corpus-63','unlabeled','labeled','[]','[1]',1,NULL,2,49,NULL,NULL,'',NULL,949);
INSERT INTO "annotations_annotationevent" VALUES(64,'2026-11-30 20:07:58','corpus-64','unlabeled','labeled','[]','[1]',1,NULL,2,50,NULL,NULL,'',NULL,950);
INSERT INTO "annotations_annotationevent" VALUES(65,'2026-11-30 20:08:01','corpus-65','approved','approved','[2]','[1]',2,NULL,3,39,NULL,NULL,'',NULL,939);
INSERT INTO "annotations_annotationevent" VALUES(66,'2026-11-30 20:08:04','corpus-66','approved','approved','[2]','[1]',2,NULL,3,40,NULL,NULL,'',NULL,940);
INSERT INTO "annotations_annotationevent" VALUES(67,'2026-11-30 23:08:55','corpus-67','unlabeled','approved','[]','[1]',1,NULL,2,51,NULL,NULL,'',NULL,951);
INSERT INTO "annotations_annotationevent" VALUES(68,'2026-11-30 23:08:58','corpus-68','unlabeled','approved','[]','[1]',1,NULL,2,52,NULL,NULL,'',NULL,952);
INSERT INTO "annotations_annotationevent" VALUES(69,'2026-11-30 23:09:01','corpus-69','unlabeled','approved','[]','[1]',1,NULL,2,53,NULL,NULL,'',NULL,953);
INSERT INTO "annotations_annotationevent" VALUES(70,'2026-11-30 23:09:04','corpus-70','unlabeled','approved','[]','[1]',1,NULL,2,54,NULL,NULL,'',NULL,954);
INSERT INTO "annotations_annotationevent" VALUES(71,'2026-12-01 00:09:09','corpus-71','unlabeled','approved','[]','[2]',1,NULL,2,55,NULL,NULL,'',NULL,955);
INSERT INTO "annotations_annotationevent" VALUES(72,'2026-12-01 00:09:12','corpus-72','unlabeled','approved','[]','[2]',1,NULL,2,56,NULL,NULL,'',NULL,956);
INSERT INTO "annotations_annotationevent" VALUES(73,'2026-12-01 01:09:17','corpus-73','approved','approved','[2]','[1]',2,NULL,2,55,NULL,NULL,'',NULL,955);
INSERT INTO "annotations_annotationevent" VALUES(74,'2026-12-01 03:09:24','corpus-74','approved','labeled','[1]','[1]',3,NULL,3,55,NULL,NULL,'',NULL,955);
INSERT INTO "annotations_annotationevent" VALUES(75,'2026-12-01 03:09:27','corpus-75','approved','labeled','[2]','[2]',2,NULL,3,56,NULL,NULL,'',NULL,956);
INSERT INTO "annotations_annotationevent" VALUES(76,'2026-12-01 04:11:24','corpus-76','unlabeled','labeled','[]','[1]',1,NULL,2,57,NULL,NULL,'',NULL,957);
INSERT INTO "annotations_annotationevent" VALUES(77,'2026-12-01 04:11:27','corpus-77','unlabeled','labeled','[]','[1]',1,NULL,2,58,NULL,NULL,'',NULL,958);
INSERT INTO "annotations_annotationevent" VALUES(78,'2026-12-01 04:11:30','corpus-78','unlabeled','labeled','[]','[1]',1,NULL,2,59,NULL,NULL,'',NULL,959);
INSERT INTO "annotations_annotationevent" VALUES(79,'2026-12-01 04:11:33','corpus-79','unlabeled','labeled','[]','[1]',1,NULL,2,60,NULL,NULL,'',NULL,960);
INSERT INTO "annotations_annotationevent" VALUES(80,'2026-12-01 04:11:36','corpus-80','unlabeled','labeled','[]','[1]',1,NULL,2,61,NULL,NULL,'',NULL,961);
INSERT INTO "annotations_annotationevent" VALUES(81,'2026-12-01 04:11:39','corpus-81','unlabeled','labeled','[]','[1]',1,NULL,2,62,NULL,NULL,'',NULL,962);
INSERT INTO "annotations_annotationevent" VALUES(82,'2026-12-01 04:11:42','corpus-82','unlabeled','labeled','[]','[1]',1,NULL,2,63,NULL,NULL,'',NULL,963);
INSERT INTO "annotations_annotationevent" VALUES(83,'2026-12-01 04:11:45','corpus-83','unlabeled','labeled','[]','[1]',1,NULL,2,64,NULL,NULL,'',NULL,964);
INSERT INTO "annotations_annotationevent" VALUES(84,'2026-12-01 04:11:48','corpus-84','unlabeled','labeled','[]','[2]',1,NULL,3,65,NULL,NULL,'',NULL,965);
INSERT INTO "annotations_annotationevent" VALUES(85,'2026-12-01 04:11:51','corpus-85','unlabeled','labeled','[]','[2]',1,NULL,3,66,NULL,NULL,'',NULL,966);
INSERT INTO "annotations_annotationevent" VALUES(86,'2026-12-01 04:11:54','corpus-86','unlabeled','labeled','[]','[2]',1,NULL,3,67,NULL,NULL,'',NULL,967);
INSERT INTO "annotations_annotationevent" VALUES(87,'2026-12-01 04:11:57','corpus-87','unlabeled','labeled','[]','[2]',1,NULL,3,68,NULL,NULL,'',NULL,968);
INSERT INTO "annotations_annotationevent" VALUES(88,'2026-12-01 04:12:00','corpus-88','unlabeled','labeled','[]','[2]',1,NULL,3,69,NULL,NULL,'',NULL,969);
INSERT INTO "annotations_annotationevent" VALUES(89,'2026-12-01 04:12:03','corpus-89','unlabeled','labeled','[]','[2]',1,NULL,3,70,NULL,NULL,'',NULL,970);
INSERT INTO "annotations_annotationevent" VALUES(90,'2026-12-01 04:12:06','corpus-90','labeled','approved','[1]','[1]',2,NULL,1,57,NULL,NULL,'',NULL,957);
INSERT INTO "annotations_annotationevent" VALUES(91,'2026-12-01 04:12:09','corpus-91','labeled','approved','[1]','[1]',2,NULL,1,58,NULL,NULL,'',NULL,958);
INSERT INTO "annotations_annotationevent" VALUES(92,'2026-12-01 04:12:12','corpus-92','labeled','approved','[1]','[1]',2,NULL,1,59,NULL,NULL,'',NULL,959);
INSERT INTO "annotations_annotationevent" VALUES(93,'2026-12-01 04:12:15','corpus-93','labeled','approved','[1]','[1]',2,NULL,1,60,NULL,NULL,'',NULL,960);
INSERT INTO "annotations_annotationevent" VALUES(94,'2026-12-01 04:12:18','corpus-94','labeled','approved','[1]','[1]',2,NULL,1,61,NULL,NULL,'',NULL,961);
INSERT INTO "annotations_annotationevent" VALUES(95,'2026-12-01 04:12:21','corpus-95','labeled','approved','[1]','[1]',2,NULL,1,62,NULL,NULL,'',NULL,962);
INSERT INTO "annotations_annotationevent" VALUES(96,'2026-12-01 04:12:24','corpus-96','labeled','approved','[1]','[1]',2,NULL,1,63,NULL,NULL,'',NULL,963);
INSERT INTO "annotations_annotationevent" VALUES(97,'2026-12-01 04:12:27','corpus-97','labeled','approved','[1]','[1]',2,NULL,1,64,NULL,NULL,'',NULL,964);
INSERT INTO "annotations_annotationevent" VALUES(98,'2026-12-01 04:12:30','corpus-98','labeled','approved','[2]','[2]',2,NULL,1,65,NULL,NULL,'',NULL,965);
INSERT INTO "annotations_annotationevent" VALUES(99,'2026-12-01 04:12:33','corpus-99','labeled','approved','[2]','[2]',2,NULL,1,66,NULL,NULL,'',NULL,966);
INSERT INTO "annotations_annotationevent" VALUES(100,'2026-12-01 04:12:36','corpus-100','labeled','approved','[2]','[2]',2,NULL,1,67,NULL,NULL,'',NULL,967);
INSERT INTO "annotations_annotationevent" VALUES(101,'2026-12-01 04:12:39','corpus-101','labeled','approved','[2]','[2]',2,NULL,1,68,NULL,NULL,'',NULL,968);
INSERT INTO "annotations_annotationevent" VALUES(102,'2026-12-01 08:15:32','corpus-102','unlabeled','approved','[]','[1]',1,NULL,2,73,NULL,NULL,'',NULL,973);
INSERT INTO "annotations_annotationevent" VALUES(103,'2026-12-01 08:15:35','corpus-103','unlabeled','approved','[]','[1]',1,NULL,2,74,NULL,NULL,'',NULL,974);
INSERT INTO "annotations_annotationevent" VALUES(104,'2026-12-01 08:15:38','corpus-104','unlabeled','approved','[]','[1]',1,NULL,2,75,NULL,NULL,'',NULL,975);
INSERT INTO "annotations_annotationevent" VALUES(105,'2026-12-01 08:15:41','corpus-105','unlabeled','approved','[]','[1]',1,NULL,2,76,NULL,NULL,'',NULL,976);
INSERT INTO "annotations_annotationevent" VALUES(106,'2026-12-01 09:15:46','corpus-106','unlabeled','approved','[]','[2]',1,NULL,2,77,NULL,NULL,'',NULL,977);
INSERT INTO "annotations_annotationevent" VALUES(107,'2026-12-01 09:15:49','corpus-107','unlabeled','approved','[]','[2]',1,NULL,2,78,NULL,NULL,'',NULL,978);
INSERT INTO "annotations_annotationevent" VALUES(108,'2026-12-01 10:16:51','withdrawn-d7063260-c08f-4231-a6b0-ea42fdfd8fff:74','approved','withdrawn','[1]','[]',2,NULL,1,74,NULL,NULL,'',NULL,NULL);
INSERT INTO "annotations_annotationevent" VALUES(109,'2026-12-01 11:17:17','corpus-108','unlabeled','skipped','[]','[]',1,NULL,2,79,NULL,NULL,'',NULL,979);
INSERT INTO "annotations_annotationevent" VALUES(110,'2026-12-01 13:20:12','corpus-109','unlabeled','approved','[]','[6]',1,NULL,2,82,NULL,NULL,'',NULL,982);
INSERT INTO "annotations_annotationevent" VALUES(111,'2026-12-01 13:20:15','corpus-110','unlabeled','approved','[]','[2]',1,NULL,2,83,NULL,NULL,'',NULL,983);
INSERT INTO "annotations_annotationevent" VALUES(112,'2026-12-01 13:20:18','corpus-111','unlabeled','approved','[]','[8]',1,NULL,2,84,NULL,NULL,'',NULL,984);
INSERT INTO "annotations_annotationevent" VALUES(113,'2026-12-01 13:20:21','corpus-112','unlabeled','approved','[]','[4]',1,NULL,2,85,NULL,NULL,'',NULL,985);
INSERT INTO "annotations_annotationevent" VALUES(114,'2026-12-01 13:20:24','corpus-113','unlabeled','approved','[]','[6]',1,NULL,2,86,NULL,NULL,'',NULL,986);
INSERT INTO "annotations_annotationevent" VALUES(115,'2026-12-01 13:20:27','corpus-114','unlabeled','approved','[]','[6]',1,NULL,2,87,NULL,NULL,'',NULL,987);
INSERT INTO "annotations_annotationevent" VALUES(116,'2026-12-01 13:20:30','corpus-115','unlabeled','approved','[]','[8]',1,NULL,2,88,NULL,NULL,'',NULL,988);
INSERT INTO "annotations_annotationevent" VALUES(117,'2026-12-01 13:20:33','corpus-116','unlabeled','approved','[]','[8]',1,NULL,2,89,NULL,NULL,'',NULL,989);
INSERT INTO "annotations_annotationevent" VALUES(118,'2026-12-01 13:20:36','corpus-117','unlabeled','approved','[]','[10]',1,NULL,2,90,NULL,NULL,'',NULL,990);
INSERT INTO "annotations_annotationevent" VALUES(119,'2026-12-01 13:20:39','corpus-118','unlabeled','approved','[]','[10]',1,NULL,2,91,NULL,NULL,'',NULL,991);
INSERT INTO "annotations_annotationevent" VALUES(120,'2026-12-01 13:20:42','corpus-119','unlabeled','approved','[]','[12]',1,NULL,2,92,NULL,NULL,'',NULL,992);
INSERT INTO "annotations_annotationevent" VALUES(121,'2026-12-01 13:20:45','corpus-120','unlabeled','approved','[]','[12]',1,NULL,2,93,NULL,NULL,'',NULL,993);
INSERT INTO "annotations_annotationevent" VALUES(122,'2026-12-01 13:20:48','corpus-121','unlabeled','approved','[]','[6]',1,NULL,2,94,NULL,NULL,'',NULL,994);
INSERT INTO "annotations_annotationevent" VALUES(123,'2026-12-01 13:20:51','corpus-122','unlabeled','approved','[]','[2]',1,NULL,2,95,NULL,NULL,'',NULL,995);
INSERT INTO "annotations_annotationevent" VALUES(124,'2026-12-01 13:20:54','corpus-123','unlabeled','approved','[]','[8]',1,NULL,2,96,NULL,NULL,'',NULL,996);
INSERT INTO "annotations_annotationevent" VALUES(125,'2026-12-01 13:20:57','corpus-124','unlabeled','approved','[]','[4]',1,NULL,2,97,NULL,NULL,'',NULL,997);
INSERT INTO "annotations_annotationevent" VALUES(126,'2026-12-01 13:21:00','corpus-125','unlabeled','approved','[]','[6]',1,NULL,2,98,NULL,NULL,'',NULL,998);
INSERT INTO "annotations_annotationevent" VALUES(127,'2026-12-01 13:21:03','corpus-126','unlabeled','approved','[]','[6]',1,NULL,2,99,NULL,NULL,'',NULL,999);
INSERT INTO "annotations_annotationevent" VALUES(128,'2026-12-01 13:21:06','corpus-127','unlabeled','approved','[]','[8]',1,NULL,2,100,NULL,NULL,'',NULL,1000);
INSERT INTO "annotations_annotationevent" VALUES(129,'2026-12-01 13:21:09','corpus-128','unlabeled','approved','[]','[8]',1,NULL,2,101,NULL,NULL,'',NULL,1001);
INSERT INTO "annotations_annotationevent" VALUES(130,'2026-12-01 13:21:12','corpus-129','unlabeled','approved','[]','[10]',1,NULL,2,102,NULL,NULL,'',NULL,1002);
INSERT INTO "annotations_annotationevent" VALUES(131,'2026-12-01 13:21:15','corpus-130','unlabeled','approved','[]','[10]',1,NULL,2,103,NULL,NULL,'',NULL,1003);
INSERT INTO "annotations_annotationevent" VALUES(132,'2026-12-01 13:21:18','corpus-131','unlabeled','approved','[]','[12]',1,NULL,2,104,NULL,NULL,'',NULL,1004);
INSERT INTO "annotations_annotationevent" VALUES(133,'2026-12-01 13:21:21','corpus-132','unlabeled','approved','[]','[12]',1,NULL,2,105,NULL,NULL,'',NULL,1005);
INSERT INTO "annotations_annotationevent" VALUES(134,'2026-12-01 17:22:56','corpus-133','unlabeled','labeled','[]','[1]',1,NULL,2,106,NULL,NULL,'',NULL,1006);
INSERT INTO "annotations_annotationevent" VALUES(135,'2026-12-01 17:22:59','corpus-134','unlabeled','labeled','[]','[1]',1,NULL,2,107,NULL,NULL,'',NULL,1007);
INSERT INTO "annotations_annotationevent" VALUES(136,'2026-12-01 17:23:02','corpus-135','unlabeled','labeled','[]','[1]',1,NULL,2,108,NULL,NULL,'',NULL,1008);
INSERT INTO "annotations_annotationevent" VALUES(137,'2026-12-01 17:23:05','corpus-136','unlabeled','labeled','[]','[1]',1,NULL,2,109,NULL,NULL,'',NULL,1009);
INSERT INTO "annotations_annotationevent" VALUES(138,'2026-12-01 17:23:08','corpus-137','unlabeled','labeled','[]','[1]',1,NULL,2,110,NULL,NULL,'',NULL,1010);
INSERT INTO "annotations_annotationevent" VALUES(139,'2026-12-01 17:23:11','corpus-138','unlabeled','labeled','[]','[1]',1,NULL,2,111,NULL,NULL,'',NULL,1011);
INSERT INTO "annotations_annotationevent" VALUES(140,'2026-12-01 17:23:14','corpus-139','unlabeled','labeled','[]','[2]',1,NULL,3,112,NULL,NULL,'',NULL,1012);
INSERT INTO "annotations_annotationevent" VALUES(141,'2026-12-01 17:23:17','corpus-140','unlabeled','labeled','[]','[2]',1,NULL,3,113,NULL,NULL,'',NULL,1013);
INSERT INTO "annotations_annotationevent" VALUES(142,'2026-12-01 17:23:20','corpus-141','unlabeled','labeled','[]','[2]',1,NULL,3,114,NULL,NULL,'',NULL,1014);
INSERT INTO "annotations_annotationevent" VALUES(143,'2026-12-01 17:23:23','corpus-142','labeled','approved','[1]','[1]',2,NULL,1,106,NULL,NULL,'',NULL,1006);
INSERT INTO "annotations_annotationevent" VALUES(144,'2026-12-01 17:23:26','corpus-143','labeled','approved','[1]','[1]',2,NULL,1,107,NULL,NULL,'',NULL,1007);
INSERT INTO "annotations_annotationevent" VALUES(145,'2026-12-01 17:23:29','corpus-144','labeled','approved','[2]','[2]',2,NULL,1,112,NULL,NULL,'',NULL,1012);
INSERT INTO "annotations_annotationevent" VALUES(146,'2026-12-02 17:23:41','second-c3b9b456-5072-4185-a19a-7bd4b26232c4','labeled','needs_review','[1]','[1]',2,NULL,1,110,NULL,'{"tool": "second answer", "by": "", "at": null, "origin": "Two people gave different answers."}','',NULL,NULL);
INSERT INTO "annotations_annotationevent" VALUES(147,'2026-12-02 18:23:46','corpus-149','labeled','needs_review','[1]','[1]',2,NULL,1,111,NULL,NULL,'Blurred',NULL,1011);
INSERT INTO "annotations_annotationevent" VALUES(148,'2026-12-02 18:23:49','corpus-150','labeled','approved','[2]','[1]',2,NULL,1,114,NULL,NULL,'',NULL,1014);
CREATE TABLE "annotations_claim" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "tab" varchar(64) NOT NULL, "expires_at" datetime NOT NULL, "asset_id" bigint NOT NULL UNIQUE REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "annotations_goldpicture" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "marked_at" datetime NOT NULL, "category_ids" text NOT NULL CHECK ((JSON_VALID("category_ids") OR "category_ids" IS NULL)), "asset_id" bigint NOT NULL UNIQUE REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "marked_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "annotations_goldpicture" VALUES(1,'2026-12-02 17:23:41','[1]',106,1,8);
CREATE TABLE "annotations_historyread" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "as_of" bigint NOT NULL, "zone" varchar(100) NOT NULL, "project_id" bigint NOT NULL UNIQUE REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "annotations_import" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "kind" varchar(10) NOT NULL, "state" varchar(20) NOT NULL, "original_name" varchar(255) NOT NULL, "size_bytes" bigint unsigned NOT NULL CHECK ("size_bytes" >= 0), "file" varchar(255) NOT NULL, "dry_run" bool NOT NULL, "replace" bool NOT NULL, "skip_unknown" bool NOT NULL, "labels_from_folders" bool NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "total" integer unsigned NULL CHECK ("total" >= 0), "report" text NULL CHECK ((JSON_VALID("report") OR "report" IS NULL)), "error" text NOT NULL, "created_at" datetime NOT NULL, "finished_at" datetime NULL, "created_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "bulk" char(32) NULL, "decisions" text NOT NULL CHECK ((JSON_VALID("decisions") OR "decisions" IS NULL)), "labels_from_file" bool NOT NULL, "places" varchar(255) NOT NULL, "undoes_id" bigint NULL REFERENCES "annotations_import" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "annotations_labelingwindow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "tab" varchar(64) NOT NULL, "load" varchar(64) NOT NULL, "active_at" datetime NOT NULL, "shown" bigint NULL, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "labeling_window_one_per_tab" UNIQUE ("project_id", "user_id", "tab"));
CREATE TABLE "annotations_oddnessjob" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "state" varchar(20) NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "error" text NOT NULL, "wanted" text NOT NULL CHECK ((JSON_VALID("wanted") OR "wanted" IS NULL)), "project_id" bigint NOT NULL UNIQUE REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "annotations_reviewedlabel" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "was" integer unsigned NOT NULL CHECK ("was" >= 0), "now" integer unsigned NULL CHECK ("now" >= 0), "looked_week" date NOT NULL, "mended_week" date NULL, "sent_back" bool NOT NULL, "reason" varchar(200) NOT NULL, "asset_id" bigint NOT NULL REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "reviewed_label_is_kept_once" UNIQUE ("asset_id", "by_id", "was"), CONSTRAINT "reviewed_label_is_mended_or_not" CHECK ((("mended_week" IS NULL AND "now" IS NULL) OR ("mended_week" IS NOT NULL AND "now" IS NOT NULL))), CONSTRAINT "reviewed_label_says_why" CHECK (("reason" = '' OR "sent_back")), CONSTRAINT "reviewed_label_is_looked_at_when_mended" CHECK (("mended_week" IS NULL OR "mended_week" = ("looked_week"))));
CREATE TABLE "annotations_samplecheck" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "seed" bigint NOT NULL, "statuses" text NOT NULL CHECK ((JSON_VALID("statuses") OR "statuses" IS NULL)), "population" integer unsigned NOT NULL CHECK ("population" >= 0), "size" integer unsigned NOT NULL CHECK ("size" >= 0), "items" text NOT NULL CHECK ((JSON_VALID("items") OR "items" IS NULL)), "finished_at" datetime NULL, "wrong" integer unsigned NULL CHECK ("wrong" >= 0), "upper_bound" real NULL, "created_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "strata" text NULL CHECK ((JSON_VALID("strata") OR "strata" IS NULL)), "as_of" bigint NULL, CONSTRAINT "sample_check_has_images" CHECK (("size" >= 1 AND "size" <= ("population"))), CONSTRAINT "sample_check_result_is_whole" CHECK ((("finished_at" IS NULL AND "upper_bound" IS NULL AND "wrong" IS NULL) OR ("finished_at" IS NOT NULL AND "upper_bound" >= 0.0 AND "upper_bound" <= 1.0 AND "wrong" <= ("size")))));
INSERT INTO "annotations_samplecheck" VALUES(1,'2026-12-01 05:12:41',7,'["labeled", "needs_review", "approved"]',14,6,'[{"asset": 59, "revision": 2, "category_id": 1, "right": false}, {"asset": 63, "revision": 2, "category_id": 1, "right": true}, {"asset": 69, "revision": 1, "category_id": 2, "right": true}, {"asset": 67, "revision": 2, "category_id": 2, "right": true}, {"asset": 66, "revision": 2, "category_id": 2, "right": true}, {"asset": 58, "revision": 2, "category_id": 1, "right": true}]','2026-12-01 05:13:41',1,0.5,1,4,'{"1": 8, "2": 6}',101);
INSERT INTO "annotations_samplecheck" VALUES(2,'2026-12-01 06:13:43',8,'["labeled", "needs_review", "approved"]',14,14,'[{"asset": 60, "revision": 2, "category_id": 1, "right": true}, {"asset": 62, "revision": 2, "category_id": 1, "right": true}, {"asset": 63, "revision": 2, "category_id": 1, "right": true}, {"asset": 66, "revision": 2, "category_id": 2, "right": true}, {"asset": 65, "revision": 2, "category_id": 2, "right": true}, {"asset": 70, "revision": 1, "category_id": 2, "right": true}, {"asset": 58, "revision": 2, "category_id": 1, "right": true}, {"asset": 68, "revision": 2, "category_id": 2, "right": true}, {"asset": 61, "revision": 2, "category_id": 1, "right": true}, {"asset": 57, "revision": 2, "category_id": 1, "right": true}, {"asset": 64, "revision": 2, "category_id": 1, "right": true}, {"asset": 59, "revision": 2, "category_id": 1, "right": true}, {"asset": 67, "revision": 2, "category_id": 2, "right": true}, {"asset": 69, "revision": 1, "category_id": 2, "right": true}]','2026-12-01 06:14:43',0,0.0,1,4,'{"1": 8, "2": 6}',101);
CREATE TABLE "annotations_secondanswer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "status" varchar(20) NOT NULL, "category_ids" text NOT NULL CHECK ((JSON_VALID("category_ids") OR "category_ids" IS NULL)), "at" datetime NOT NULL, "op_id" varchar(64) NOT NULL UNIQUE, "op_ids" text NOT NULL CHECK ((JSON_VALID("op_ids") OR "op_ids" IS NULL)), "compared_at" datetime NULL, "agrees" bool NULL, "revision" integer unsigned NULL CHECK ("revision" >= 0), "asset_id" bigint NOT NULL REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "first_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "first_event_id" bigint NOT NULL REFERENCES "annotations_annotationevent" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "second_answer_kind_is_known" CHECK ("kind" IN ('second', 'gold')), CONSTRAINT "second_answer_one_per_person" UNIQUE ("asset_id", "by_id"), CONSTRAINT "second_answer_by_another_person" CHECK (NOT ("by_id" = ("first_by_id"))), CONSTRAINT "second_answer_has_op_id" CHECK (NOT ("op_id" = '')), CONSTRAINT "second_answer_status_is_known_and_not_approved" CHECK ("status" IN ('unlabeled', 'labeled', 'needs_review', 'skipped')), CONSTRAINT "second_answer_comparison_is_whole" CHECK ((("agrees" IS NULL AND "compared_at" IS NULL AND "revision" IS NULL) OR ("agrees" IS NOT NULL AND "compared_at" IS NOT NULL AND "revision" IS NOT NULL AND NOT ("status" = 'unlabeled')))));
INSERT INTO "annotations_secondanswer" VALUES(1,'second','labeled','[1]','2026-12-01 17:23:32','corpus-145','[]','2026-12-02 17:23:41',1,1,108,3,2,136);
INSERT INTO "annotations_secondanswer" VALUES(2,'second','labeled','[1]','2026-12-01 17:23:35','corpus-146','[]','2026-12-02 17:23:41',1,1,109,3,2,137);
INSERT INTO "annotations_secondanswer" VALUES(3,'second','labeled','[2]','2026-12-01 17:23:38','corpus-147','[]','2026-12-02 17:23:41',0,2,110,3,2,138);
INSERT INTO "annotations_secondanswer" VALUES(4,'second','labeled','[2]','2026-12-01 17:23:41','corpus-148','[]','2026-12-02 17:23:41',1,1,113,2,3,141);
CREATE TABLE "annotations_secondjudgement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "verdicts" text NOT NULL CHECK ((JSON_VALID("verdicts") OR "verdicts" IS NULL)), "finished_at" datetime NULL, "wrong" integer unsigned NULL CHECK ("wrong" >= 0), "upper_bound" real NULL, "created_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "sample_check_id" bigint NOT NULL REFERENCES "annotations_samplecheck" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "check_is_judged_once_by_a_person" UNIQUE ("sample_check_id", "created_by_id"), CONSTRAINT "second_judgement_is_whole" CHECK ((("finished_at" IS NULL AND "upper_bound" IS NULL AND "wrong" IS NULL) OR ("finished_at" IS NOT NULL AND "upper_bound" IS NOT NULL AND "wrong" IS NOT NULL AND "upper_bound" >= 0.0 AND "upper_bound" <= 1.0 AND "wrong" >= 0))));
INSERT INTO "annotations_secondjudgement" VALUES(1,'2026-12-01 06:14:43','[true, true, true, false, true, true, true, true, true, true, true, true, true, true]','2026-12-01 06:14:43',1,7.14285714285714246063e-02,3,2);
CREATE TABLE "assets_asset" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sha256" varchar(64) NOT NULL, "file" varchar(255) NOT NULL, "width" integer unsigned NOT NULL CHECK ("width" >= 0), "height" integer unsigned NOT NULL CHECK ("height" >= 0), "exif_orientation" smallint unsigned NOT NULL CHECK ("exif_orientation" >= 0), "mime_type" varchar(20) NOT NULL, "size_bytes" bigint unsigned NOT NULL CHECK ("size_bytes" >= 0), "original_name" varchar(255) NOT NULL, "sort_name" varchar(765) NOT NULL, "timestamp_ms" bigint unsigned NULL CHECK ("timestamp_ms" >= 0), "frame_index" integer unsigned NULL CHECK ("frame_index" >= 0), "created_at" datetime NOT NULL, "status" varchar(20) NOT NULL, "revision" integer unsigned NOT NULL CHECK ("revision" >= 0), "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "uploaded_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "video_id" bigint NULL REFERENCES "assets_video" ("id") DEFERRABLE INITIALLY DEFERRED, dhash bigint NOT NULL DEFAULT 9223372036854775807, folder varchar(300)  NOT NULL DEFAULT '', folder_key varchar(900)  NOT NULL DEFAULT '', place bigint NOT NULL DEFAULT 0, upload_sha256 varchar(64) NULL, converted_from varchar(20) NULL CONSTRAINT asset_conversion_is_whole CHECK (
        (converted_from IS NULL AND upload_sha256 IS NULL)
        OR (converted_from IN ('image/heic', 'image/avif') AND converted_from IS NOT NULL
            AND upload_sha256 IS NOT NULL AND video_id IS NULL)
    ), shown_from real NULL, shown_to real NULL CONSTRAINT asset_shown_range_is_whole CHECK ((shown_from IS NULL AND shown_to IS NULL) OR (shown_from IS NOT NULL AND shown_to IS NOT NULL AND shown_from < shown_to)), note varchar(40) NOT NULL DEFAULT '', CONSTRAINT "asset_provenance_is_whole" CHECK ((("frame_index" IS NULL AND "timestamp_ms" IS NULL AND "video_id" IS NULL) OR ("frame_index" IS NOT NULL AND "timestamp_ms" IS NOT NULL AND "video_id" IS NOT NULL))), CONSTRAINT "asset_status_is_known" CHECK ("status" IN ('unlabeled', 'labeled', 'needs_review', 'approved', 'skipped', 'withdrawn')), CONSTRAINT "asset_orientation_is_exif" CHECK ("exif_orientation" BETWEEN 1 AND 8), CONSTRAINT "asset_has_pixels" CHECK (("height" >= 1 AND "width" >= 1)), CONSTRAINT "asset_has_bytes" CHECK ("size_bytes" >= 1));
INSERT INTO "assets_asset" VALUES(1,'7dbee83625cbe292f5177ab795f386287d6dc64789125108489688f568bdf662','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/7d/7dbee83625cbe292f5177ab795f386287d6dc64789125108489688f568bdf662.png',32,24,1,'image/png',101,'001 ü.png','001 ü.png',NULL,NULL,'2026-11-30 08:00:07','approved',3,1,1,NULL,0,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(2,'1b30079d6d9a12fdf0005b58f3e2aa814eb30c733dd755de3e307c0cf5d29e39','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/1b/1b30079d6d9a12fdf0005b58f3e2aa814eb30c733dd755de3e307c0cf5d29e39.jpg',32,24,1,'image/jpeg',644,'写真.jpg','写真.jpg',NULL,NULL,'2026-11-30 08:00:14','approved',3,1,1,NULL,0,'frühling','frühling',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(3,'cb047adf41d1da60c336271d70b6ba787202b56e95df6dab0fcce5774d520c04','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/cb/cb047adf41d1da60c336271d70b6ba787202b56e95df6dab0fcce5774d520c04.jpg',32,24,6,'image/jpeg',680,'turned.JPG','turned.jpg',NULL,NULL,'2026-11-30 08:00:21','needs_review',3,1,1,NULL,0,'frühling/a','frühling/a',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(4,'4f92ce45cdbfd8033ab3184ab44e8aea42b596d074d7043f6d548644742a88ce','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/4f/4f92ce45cdbfd8033ab3184ab44e8aea42b596d074d7043f6d548644742a88ce.webp',32,24,1,'image/webp',50,'a & b.webp','a & b.webp',NULL,NULL,'2026-11-30 08:00:28','unlabeled',3,1,1,NULL,-9223372036854775808,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(5,'8f8c210a64143df40d92846a275e1ea32a90d4ada9278614deb5db2c6c554653','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/8f/8f8c210a64143df40d92846a275e1ea32a90d4ada9278614deb5db2c6c554653.gif',32,24,1,'image/gif',87,'''five''.gif','''five''.gif',NULL,NULL,'2026-11-30 08:00:35','approved',2,1,1,NULL,-9223231299366420480,'','',5,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(6,'5297a0cbf0123ffd5d86dedb6214b80f6de386103125b35b457a513106111f1b','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/52/5297a0cbf0123ffd5d86dedb6214b80f6de386103125b35b457a513106111f1b.bmp',8,6,1,'image/bmp',198,'six.bmp','six.bmp',NULL,NULL,'2026-11-30 08:00:42','approved',2,1,1,NULL,-2025525805293760400,'x','x',6,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(7,'011f373f843b9e5ea58ee84745f8d316390cc1e38c835f5aacc2e21a1f30e31a','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/01/011f373f843b9e5ea58ee84745f8d316390cc1e38c835f5aacc2e21a1f30e31a.tif',8,6,1,'image/tiff',284,'seven.tiff','seven.tiff',NULL,NULL,'2026-11-30 08:00:49','labeled',1,1,1,NULL,-1817547118419101648,'x','x',7,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(8,'631425c8e87505ddfcb8767682d67299a19d0c632241900319257edfd8bb2950','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/63/631425c8e87505ddfcb8767682d67299a19d0c632241900319257edfd8bb2950.png',1,1,1,'image/png',69,'one pixel.png','one pixel.png',NULL,NULL,'2026-11-30 08:00:56','labeled',1,1,1,NULL,0,'','',8,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(9,'e8bf2fe824cc1e4c45331cb912e36664780c4ce0129b9cca60b233ae9c58778d','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/e8/e8bf2fe824cc1e4c45331cb912e36664780c4ce0129b9cca60b233ae9c58778d.png',9,5,1,'image/png',76,'grey with alpha.png','grey with alpha.png',NULL,NULL,'2026-11-30 08:01:03','approved',2,1,1,NULL,0,'','',9,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(10,'0ca5b0058bb89112a8599d41f2cffb2fdb20afd0b0135838490deeac3e6e8979','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/0c/0ca5b0058bb89112a8599d41f2cffb2fdb20afd0b0135838490deeac3e6e8979.png',5,4,1,'image/png',75,'deep.png','deep.png',NULL,NULL,'2026-11-30 08:01:10','skipped',3,1,1,NULL,0,'','',10,NULL,NULL,0.0,65535.0,'');
INSERT INTO "assets_asset" VALUES(11,'464cbf87deafc38c976f7646c9ef59cab98e5a5ff53ff087b07ec804c2ce9a93','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/46/464cbf87deafc38c976f7646c9ef59cab98e5a5ff53ff087b07ec804c2ce9a93.png',32,24,1,'image/png',106,'photo-1000.png','photo-1000.png',NULL,NULL,'2026-11-30 08:01:17','approved',2,1,1,NULL,18155135997837312,'','',11,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(12,'d8445e06d19edb1af49ae1c53b8f5aed5061e0546ec1ab265cd8bed48f55c2ac','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/d8/d8445e06d19edb1af49ae1c53b8f5aed5061e0546ec1ab265cd8bed48f55c2ac.png',32,24,1,'image/png',106,'photo-1001.png','photo-1001.png',NULL,NULL,'2026-11-30 08:01:24','approved',2,1,1,NULL,0,'','',12,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(13,'803bd73e1cc123c3f78740431370696204a150e8a47a8302aa35428fc2f478b9','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/80/803bd73e1cc123c3f78740431370696204a150e8a47a8302aa35428fc2f478b9.png',32,24,1,'image/png',106,'photo-1002.png','photo-1002.png',NULL,NULL,'2026-11-30 08:01:31','approved',2,1,1,NULL,4647714815446351872,'','',13,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(14,'ed63359bd840274e3831ff39eca7d6e8bab0c786071ee2bc593517a2bfb62346','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/ed/ed63359bd840274e3831ff39eca7d6e8bab0c786071ee2bc593517a2bfb62346.png',32,24,1,'image/png',106,'photo-1003.png','photo-1003.png',NULL,NULL,'2026-11-30 08:01:38','approved',2,1,1,NULL,4647714815446351872,'','',14,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(15,'bb38f3c3877cb750b2a4e83b44371718478db1e2e3a7868da3e1d4d366bab2ac','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/bb/bb38f3c3877cb750b2a4e83b44371718478db1e2e3a7868da3e1d4d366bab2ac.png',32,24,1,'image/png',106,'photo-1004.png','photo-1004.png',NULL,NULL,'2026-11-30 08:01:45','labeled',1,1,1,NULL,0,'','',15,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(16,'4cc972f967c4a2f988f4499219288de9a57260b5fb730eb73176d8133483a18d','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/4c/4cc972f967c4a2f988f4499219288de9a57260b5fb730eb73176d8133483a18d.png',32,24,1,'image/png',104,'photo-1005.png','photo-1005.png',NULL,NULL,'2026-11-30 08:01:52','labeled',1,1,1,NULL,4647714815446351872,'','',16,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(17,'e9d59af56de9a0ca29a501b3bac277659f71a3a1405aa13d3596be588db9473e','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/e9/e9d59af56de9a0ca29a501b3bac277659f71a3a1405aa13d3596be588db9473e.png',32,24,1,'image/png',104,'photo-1006.png','photo-1006.png',NULL,NULL,'2026-11-30 08:01:59','approved',2,1,1,NULL,4611686018427387904,'','',17,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(18,'63e07fa1a8f6465e5ca69680ebb4a9f3592172c1be741abf3b478417241d92db','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/63/63e07fa1a8f6465e5ca69680ebb4a9f3592172c1be741abf3b478417241d92db.png',32,24,1,'image/png',104,'photo-1007.png','photo-1007.png',NULL,NULL,'2026-11-30 08:02:06','approved',2,1,1,NULL,4611686018427387904,'','',18,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(19,'5f8457130d72fde3ba574b8482aa7a987c0d41065dbcca36352b315b277606c2','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/5f/5f8457130d72fde3ba574b8482aa7a987c0d41065dbcca36352b315b277606c2.png',32,24,1,'image/png',104,'photo-1008.png','photo-1008.png',NULL,NULL,'2026-11-30 08:02:13','labeled',1,1,1,NULL,0,'','',19,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(20,'5baba277fc78bbc119bca3c4dc4e6819e753fc8a0a5b0e9fe45df4219f21333a','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/5b/5baba277fc78bbc119bca3c4dc4e6819e753fc8a0a5b0e9fe45df4219f21333a.png',32,24,1,'image/png',104,'photo-1009.png','photo-1009.png',NULL,NULL,'2026-11-30 08:02:20','labeled',1,1,1,NULL,0,'','',20,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(21,'8b2ded63a9f9dff97f347ac4b22ed08417755e75817afee45fbaf99eb7b49fde','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/8b/8b2ded63a9f9dff97f347ac4b22ed08417755e75817afee45fbaf99eb7b49fde.png',32,24,1,'image/png',104,'photo-1010.png','photo-1010.png',NULL,NULL,'2026-11-30 08:02:27','approved',2,1,1,NULL,0,'','',21,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(22,'66737cbd7a9cd427541ad2a4db283065f4df07b82c738b88f812d1dbeaa7324b','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/66/66737cbd7a9cd427541ad2a4db283065f4df07b82c738b88f812d1dbeaa7324b.png',32,24,1,'image/png',104,'photo-1011.png','photo-1011.png',NULL,NULL,'2026-11-30 08:02:34','needs_review',1,1,1,NULL,4620693217682128896,'','',22,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(23,'60b5d8413967ec832d65954b727c35ec2281e7bea5f2afcfa0c75aff203f3404','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/60/60b5d8413967ec832d65954b727c35ec2281e7bea5f2afcfa0c75aff203f3404.png',32,24,1,'image/png',104,'photo-1012.png','photo-1012.png',NULL,NULL,'2026-11-30 08:02:41','labeled',2,1,1,NULL,4611686018427387904,'','',23,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(24,'b415aa3db102fb896da7b6e83e77ccd56a2560cf429c75f388a7e1b38191bf1a','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/b4/b415aa3db102fb896da7b6e83e77ccd56a2560cf429c75f388a7e1b38191bf1a.png',32,24,1,'image/png',104,'photo-1013.png','photo-1013.png',NULL,NULL,'2026-11-30 08:02:48','skipped',1,1,1,NULL,0,'','',24,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(25,'9e6cf3f7df3e930e94181d8687a25493b23b78722e4d7ed183c9c84b50b8acb5','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/9e/9e6cf3f7df3e930e94181d8687a25493b23b78722e4d7ed183c9c84b50b8acb5.png',32,24,1,'image/png',104,'photo-1014.png','photo-1014.png',NULL,NULL,'2026-11-30 08:02:55','skipped',1,1,1,NULL,0,'','',25,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(26,'55bcfb1a8529e6c0743458eccb2a2a1fd1bc4cf9dfb9b39aa6928bcef8799a9e','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/55/55bcfb1a8529e6c0743458eccb2a2a1fd1bc4cf9dfb9b39aa6928bcef8799a9e.png',32,24,1,'image/png',104,'photo-1015.png','photo-1015.png',NULL,NULL,'2026-11-30 08:03:02','unlabeled',0,1,1,NULL,0,'','',26,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(27,'05ad8c1576507bd415c68a2308f371708e0e3331e3f4eafa4c5424818eebf982','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/05/05ad8c1576507bd415c68a2308f371708e0e3331e3f4eafa4c5424818eebf982.png',32,24,1,'image/png',104,'photo-1016.png','photo-1016.png',NULL,NULL,'2026-11-30 08:03:09','unlabeled',0,1,1,NULL,0,'','',27,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(28,'1f68b6980e3cd9cc25ecfcdfadf9a37486280bcbf3b6e009fe3be916d8ff05cd','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/1f/1f68b6980e3cd9cc25ecfcdfadf9a37486280bcbf3b6e009fe3be916d8ff05cd.png',32,24,1,'image/png',104,'photo-1017.png','photo-1017.png',NULL,NULL,'2026-11-30 08:03:16','unlabeled',0,1,1,NULL,0,'','',28,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(29,'dfd0ee9a6f14322d7ce86071474b3dd6f646029918a1d09e8a3b353d1fee3e1c','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/df/dfd0ee9a6f14322d7ce86071474b3dd6f646029918a1d09e8a3b353d1fee3e1c.png',32,24,1,'image/png',104,'photo-1018.png','photo-1018.png',NULL,NULL,'2026-11-30 08:03:23','unlabeled',0,1,1,NULL,-9223372036854775808,'','',29,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(30,'a427e23cce1376d64e764cb46310b99385d8ff210552a9c5125c8af6fe566e9d','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/a4/a427e23cce1376d64e764cb46310b99385d8ff210552a9c5125c8af6fe566e9d.png',32,24,1,'image/png',104,'photo-1019.png','photo-1019.png',NULL,NULL,'2026-11-30 08:03:30','unlabeled',0,1,1,NULL,-9205357638345293824,'','',30,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(31,'996fd45ad321779380ce8fc7500ac6e05e5335d49a58e8c67985f89a2088408b','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/99/996fd45ad321779380ce8fc7500ac6e05e5335d49a58e8c67985f89a2088408b.png',32,24,1,'image/png',104,'photo-1020.png','photo-1020.png',NULL,NULL,'2026-11-30 08:03:37','approved',1,1,1,NULL,-9223231299366420480,'','',31,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(32,'1d327e23bd5a6ea62f9b2892404488ebd58df527346bbcd278fed6c55b3bef40','originals/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/1d/1d327e23bd5a6ea62f9b2892404488ebd58df527346bbcd278fed6c55b3bef40.png',32,24,1,'image/png',104,'photo-1021.png','photo-1021.png',NULL,NULL,'2026-11-30 08:03:44','approved',1,1,1,NULL,-9223372036854775808,'','',32,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(33,'3b5b53bbba969b8750e7c1565c06940e53723bda5bee912cadd69a8980859722','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/3b/3b5b53bbba969b8750e7c1565c06940e53723bda5bee912cadd69a8980859722.png',32,24,1,'image/png',104,'photo-2000.png','photo-2000.png',NULL,NULL,'2026-11-30 19:06:33','approved',1,2,1,NULL,0,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(34,'b725c1104567f98c6da561fe97a960a644f8ea383963c5be9c718c9cccd69942','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/b7/b725c1104567f98c6da561fe97a960a644f8ea383963c5be9c718c9cccd69942.png',32,24,1,'image/png',104,'photo-2001.png','photo-2001.png',NULL,NULL,'2026-11-30 19:06:40','approved',1,2,1,NULL,-9223372036854775808,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(35,'84590d24976158bfecea8242b23ad35696ab232110e255f00a338fd7793265bd','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/84/84590d24976158bfecea8242b23ad35696ab232110e255f00a338fd7793265bd.png',32,24,1,'image/png',104,'photo-2002.png','photo-2002.png',NULL,NULL,'2026-11-30 19:06:47','approved',1,2,1,NULL,-9205357638345293824,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(36,'94bd4b0b9f019e940ee844f0585f5355824c32ef4f81507be224e109641623c7','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/94/94bd4b0b9f019e940ee844f0585f5355824c32ef4f81507be224e109641623c7.png',32,24,1,'image/png',104,'photo-2003.png','photo-2003.png',NULL,NULL,'2026-11-30 19:06:54','approved',1,2,1,NULL,-9223372036854775808,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(37,'fcd53bde5bc985708bca69f374f8f113421e7c8a119b94ded77ea609ea1cc2ac','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/fc/fcd53bde5bc985708bca69f374f8f113421e7c8a119b94ded77ea609ea1cc2ac.png',32,24,1,'image/png',104,'photo-2004.png','photo-2004.png',NULL,NULL,'2026-11-30 19:07:01','unlabeled',0,2,1,NULL,-9223372036854775808,'','',5,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(38,'a252572acd5d0edd7bc327f2dfd5f7e037dc653b2446dcafdcb22a78a900123e','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/a2/a252572acd5d0edd7bc327f2dfd5f7e037dc653b2446dcafdcb22a78a900123e.png',32,24,1,'image/png',104,'photo-2005.png','photo-2005.png',NULL,NULL,'2026-11-30 19:07:08','unlabeled',0,2,1,NULL,-9223372036854775808,'','',6,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(39,'3b5b53bbba969b8750e7c1565c06940e53723bda5bee912cadd69a8980859722','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/3b/3b5b53bbba969b8750e7c1565c06940e53723bda5bee912cadd69a8980859722.png',32,24,1,'image/png',104,'walk-0-0.png','walk-0-0.png',0,0,'2026-11-30 19:07:08','approved',2,2,1,1,0,'','',7,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(40,'efbd87e75624af17e64f465717413e623d517ac2c2a0b41af363616cf196acad','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/ef/efbd87e75624af17e64f465717413e623d517ac2c2a0b41af363616cf196acad.png',32,24,1,'image/png',104,'walk-0-1.png','walk-0-1.png',500,15,'2026-11-30 19:07:08','approved',2,2,1,1,-9223372036854775808,'','',22,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(41,'8c25ef7a078881256e75c2a9d427fafdf1a49ecba63db318b7de9ee2f8c9bb3f','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/8c/8c25ef7a078881256e75c2a9d427fafdf1a49ecba63db318b7de9ee2f8c9bb3f.png',32,24,1,'image/png',104,'walk-0-2.png','walk-0-2.png',1000,30,'2026-11-30 19:07:08','approved',1,2,1,1,-9223372036854775808,'','',37,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(42,'0eb4a0c11539a1b641a9fb60cb54e1521517db691628045e330e0d987d5142f5','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/0e/0eb4a0c11539a1b641a9fb60cb54e1521517db691628045e330e0d987d5142f5.png',32,24,1,'image/png',104,'walk-0-3.png','walk-0-3.png',1500,45,'2026-11-30 19:07:08','approved',1,2,1,1,-9205357638345293824,'','',52,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(43,'46f2eac5f776f4215ef0fa745d36d46efed2cc31ffcfe230fd584013b7ff19c0','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/46/46f2eac5f776f4215ef0fa745d36d46efed2cc31ffcfe230fd584013b7ff19c0.png',32,24,1,'image/png',106,'walk-1-0.png','walk-1-0.png',0,0,'2026-11-30 19:07:08','approved',1,2,1,2,-9223372036854775808,'','',16777223,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(44,'1f7b3a08a62b7da7fb8934eea8f13c6a061410b5d15f3d6e8c31cf95ad05cd30','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/1f/1f7b3a08a62b7da7fb8934eea8f13c6a061410b5d15f3d6e8c31cf95ad05cd30.png',32,24,1,'image/png',106,'walk-1-1.png','walk-1-1.png',500,15,'2026-11-30 19:07:08','approved',1,2,1,2,-9223372036854775808,'','',16777238,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(45,'24e5151873a3b654ed9edda425ff8455e3c663d3e1f8ad6ba029758da96c6924','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/24/24e5151873a3b654ed9edda425ff8455e3c663d3e1f8ad6ba029758da96c6924.png',32,24,1,'image/png',106,'walk-1-2.png','walk-1-2.png',1000,30,'2026-11-30 19:07:08','approved',1,2,1,2,-9205216900856938496,'','',16777253,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(46,'5f0c52bdadebb3c4be9f52bf06ceaa20d1a8a47a99b2a0fbd835868a48179e16','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/5f/5f0c52bdadebb3c4be9f52bf06ceaa20d1a8a47a99b2a0fbd835868a48179e16.png',32,24,1,'image/png',106,'walk-1-3.png','walk-1-3.png',1500,45,'2026-11-30 19:07:08','approved',1,2,1,2,-9223372036854775808,'','',16777268,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(47,'b74c2f3a573f84c54010498b16bc1f47884c240e7f4d1dd2e6659a45ae14eda5','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/b7/b74c2f3a573f84c54010498b16bc1f47884c240e7f4d1dd2e6659a45ae14eda5.png',32,24,1,'image/png',106,'walk-2-0.png','walk-2-0.png',0,0,'2026-11-30 19:07:08','labeled',1,2,1,3,-9223231299366420480,'','',33554439,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(48,'c446b82e6e3b5d29e1d208e117bb0c7b06aa6e433df84e9ab562bc066f60696a','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/c4/c446b82e6e3b5d29e1d208e117bb0c7b06aa6e433df84e9ab562bc066f60696a.png',32,24,1,'image/png',105,'walk-2-1.png','walk-2-1.png',500,15,'2026-11-30 19:07:08','labeled',1,2,1,3,-9223372036854775808,'','',33554454,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(49,'04f0525d3f6d229b638d886ef1d9831c94217b48eda421130c75dd602ce290a0','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/04/04f0525d3f6d229b638d886ef1d9831c94217b48eda421130c75dd602ce290a0.png',32,24,1,'image/png',106,'walk-2-2.png','walk-2-2.png',1000,30,'2026-11-30 19:07:08','labeled',1,2,1,3,0,'','',33554469,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(50,'d843517e4ca075c7ffa2dd2e162baed28d9c11abbf0ea56b22586e2bf8054e94','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/d8/d843517e4ca075c7ffa2dd2e162baed28d9c11abbf0ea56b22586e2bf8054e94.png',32,24,1,'image/png',106,'walk-2-3.png','walk-2-3.png',1500,45,'2026-11-30 19:07:08','labeled',1,2,1,3,0,'','',33554484,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(51,'89930f3fa09db5a67b5e04c227aaf7c19ebc81f0441fdc1aeff92242a4dd755f','originals/7e36ce0a-997d-4864-8983-8fc2dea8ea94/89/89930f3fa09db5a67b5e04c227aaf7c19ebc81f0441fdc1aeff92242a4dd755f.png',32,24,1,'image/png',106,'photo-3000.png','photo-3000.png',NULL,NULL,'2026-11-30 23:08:17','approved',1,3,1,NULL,4611686018427387904,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(52,'d1e57b7c10dd443f4c29a6d2f770975cd77ce0f467329e560c776fc420d26104','originals/7e36ce0a-997d-4864-8983-8fc2dea8ea94/d1/d1e57b7c10dd443f4c29a6d2f770975cd77ce0f467329e560c776fc420d26104.png',32,24,1,'image/png',106,'photo-3001.png','photo-3001.png',NULL,NULL,'2026-11-30 23:08:24','approved',1,3,1,NULL,4647714815446351872,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(53,'1564d98d6def9e8e24d9196cdce869ede267e831f9a563dbe56e1cac63468f10','originals/7e36ce0a-997d-4864-8983-8fc2dea8ea94/15/1564d98d6def9e8e24d9196cdce869ede267e831f9a563dbe56e1cac63468f10.png',32,24,1,'image/png',106,'photo-3002.png','photo-3002.png',NULL,NULL,'2026-11-30 23:08:31','approved',1,3,1,NULL,36028797018963968,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(54,'4b677fbb6f7aa42d3c3a18f7357206279dbf224391d99b4ba7496d4ec63678ef','originals/7e36ce0a-997d-4864-8983-8fc2dea8ea94/4b/4b677fbb6f7aa42d3c3a18f7357206279dbf224391d99b4ba7496d4ec63678ef.png',32,24,1,'image/png',106,'photo-3003.png','photo-3003.png',NULL,NULL,'2026-11-30 23:08:38','approved',1,3,1,NULL,4647714815446351872,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(55,'1ed9a116d256a156412e2eee39605356272124f30ec3cfd88e6cd9d3d810f46b','originals/7e36ce0a-997d-4864-8983-8fc2dea8ea94/1e/1ed9a116d256a156412e2eee39605356272124f30ec3cfd88e6cd9d3d810f46b.jpg',16,12,1,'image/jpeg',637,'IMG_0001.HEIC','img_0001.heic',NULL,NULL,'2026-11-30 23:08:45','labeled',3,3,1,NULL,0,'','',5,'a4ce6d037fde7f53137a32fbedd7b2a72af2b8d7936b8a807e67374b0d9116c6','image/heic',NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(56,'e3aaae10bcb37e1001fa64d10e042a9ec3a19f1f6f682fb993610b1b6126ecb5','originals/7e36ce0a-997d-4864-8983-8fc2dea8ea94/e3/e3aaae10bcb37e1001fa64d10e042a9ec3a19f1f6f682fb993610b1b6126ecb5.jpg',10,8,1,'image/jpeg',633,'写真.avif','写真.avif',NULL,NULL,'2026-11-30 23:08:52','labeled',2,3,1,NULL,0,'','',6,'ed122f704be2aaa21756dbf97ee9ca5e964b6e8a4bd7c7950c895f03fdf5987d','image/avif',NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(57,'c6161fc0adca38de42c696f64d12ea5c9535c50586ad32077fc3cd6e05aaba6c','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/c6/c6161fc0adca38de42c696f64d12ea5c9535c50586ad32077fc3cd6e05aaba6c.png',32,24,1,'image/png',104,'photo-4000.png','photo-4000.png',NULL,NULL,'2026-12-01 04:09:36','approved',2,4,1,NULL,36028797018963968,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(58,'0c307c3a8e80b63ea8640bb5cce07bf9d73728876392f359e5b7e6614171d55c','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/0c/0c307c3a8e80b63ea8640bb5cce07bf9d73728876392f359e5b7e6614171d55c.png',32,24,1,'image/png',104,'photo-4001.png','photo-4001.png',NULL,NULL,'2026-12-01 04:09:43','approved',2,4,1,NULL,4620693217682128896,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(59,'504f667bf29f5e6f3c2954c2203db7a0614ddf8be806061a0aff64e98a68ead9','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/50/504f667bf29f5e6f3c2954c2203db7a0614ddf8be806061a0aff64e98a68ead9.png',32,24,1,'image/png',104,'photo-4002.png','photo-4002.png',NULL,NULL,'2026-12-01 04:09:50','approved',2,4,1,NULL,4611686018427387904,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(60,'8197f71d1c1b0b15a79426f98bd8e3452369cd2dd5272ec19e313e13bb4109d6','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/81/8197f71d1c1b0b15a79426f98bd8e3452369cd2dd5272ec19e313e13bb4109d6.png',32,24,1,'image/png',104,'photo-4003.png','photo-4003.png',NULL,NULL,'2026-12-01 04:09:57','approved',2,4,1,NULL,0,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(61,'c8d677e39f4b22cf909c827a32f4c8a9eeb7f65663975ad85cc6a4b679b93d13','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/c8/c8d677e39f4b22cf909c827a32f4c8a9eeb7f65663975ad85cc6a4b679b93d13.png',32,24,1,'image/png',104,'photo-4004.png','photo-4004.png',NULL,NULL,'2026-12-01 04:10:04','approved',2,4,1,NULL,0,'','',5,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(62,'d3ebda1c5659c6be48a40593aef1ab572f9bdd0eba7c257186ce90b09e4a4396','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/d3/d3ebda1c5659c6be48a40593aef1ab572f9bdd0eba7c257186ce90b09e4a4396.png',32,24,1,'image/png',104,'photo-4005.png','photo-4005.png',NULL,NULL,'2026-12-01 04:10:11','approved',2,4,1,NULL,0,'','',6,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(63,'247cb8d1837824fb7d1a520fe6d9b6fb04bd288605a257577fb5679ce663f658','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/24/247cb8d1837824fb7d1a520fe6d9b6fb04bd288605a257577fb5679ce663f658.png',32,24,1,'image/png',104,'photo-4006.png','photo-4006.png',NULL,NULL,'2026-12-01 04:10:18','approved',2,4,1,NULL,0,'','',7,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(64,'08d37ce7db06f1b1c6116a3a556d417f037f15a1006efb7442758267eff6527d','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/08/08d37ce7db06f1b1c6116a3a556d417f037f15a1006efb7442758267eff6527d.png',32,24,1,'image/png',104,'photo-4007.png','photo-4007.png',NULL,NULL,'2026-12-01 04:10:25','approved',2,4,1,NULL,0,'','',8,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(65,'1dae62fefee2443a6ba6f8832185b82c2e460d8bf70780ed4f02932ca62359e4','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/1d/1dae62fefee2443a6ba6f8832185b82c2e460d8bf70780ed4f02932ca62359e4.png',32,24,1,'image/png',104,'photo-4008.png','photo-4008.png',NULL,NULL,'2026-12-01 04:10:32','approved',2,4,1,NULL,-9223372036854775808,'','',9,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(66,'df04d947d8a0783cb926c38d1831302afdbf22557995b75981d11ea8c2cfd5d3','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/df/df04d947d8a0783cb926c38d1831302afdbf22557995b75981d11ea8c2cfd5d3.png',32,24,1,'image/png',104,'photo-4009.png','photo-4009.png',NULL,NULL,'2026-12-01 04:10:39','approved',2,4,1,NULL,-9223372036854775808,'','',10,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(67,'5439376536b54403c5bc2ce50653244e1c45472e3eaecc2e1a6b1fd7376bd14f','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/54/5439376536b54403c5bc2ce50653244e1c45472e3eaecc2e1a6b1fd7376bd14f.png',32,24,1,'image/png',104,'photo-4010.png','photo-4010.png',NULL,NULL,'2026-12-01 04:10:46','approved',2,4,1,NULL,-9223372036854775808,'','',11,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(68,'32ba53eb3caae611c741ee0408fda394e8f48a9795405b88b5195f97866d7476','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/32/32ba53eb3caae611c741ee0408fda394e8f48a9795405b88b5195f97866d7476.png',32,24,1,'image/png',104,'photo-4011.png','photo-4011.png',NULL,NULL,'2026-12-01 04:10:53','approved',2,4,1,NULL,-9187343239835811840,'','',12,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(69,'8d37eaf579284228064e6ea498da48e62ca4abcced2c9fe82bbd58cf37f3fa9e','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/8d/8d37eaf579284228064e6ea498da48e62ca4abcced2c9fe82bbd58cf37f3fa9e.png',32,24,1,'image/png',104,'photo-4012.png','photo-4012.png',NULL,NULL,'2026-12-01 04:11:00','labeled',1,4,1,NULL,-9223372036854775808,'','',13,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(70,'4925c86c76b476c1d7826523c5bde005c33dd44154c86b7f354a36ec58f35922','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/49/4925c86c76b476c1d7826523c5bde005c33dd44154c86b7f354a36ec58f35922.png',32,24,1,'image/png',104,'photo-4013.png','photo-4013.png',NULL,NULL,'2026-12-01 04:11:07','labeled',1,4,1,NULL,-9205357638345293824,'','',14,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(71,'6d714862aac978ee1cc25f907d297b798b60270a2e426860104114489cf0361a','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/6d/6d714862aac978ee1cc25f907d297b798b60270a2e426860104114489cf0361a.png',32,24,1,'image/png',104,'photo-4014.png','photo-4014.png',NULL,NULL,'2026-12-01 04:11:14','unlabeled',0,4,1,NULL,-9223372036854775808,'','',15,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(72,'1c5ef9fa40d97bcd7b37e897d8d1fd846b811e62b79d026316958722a121f286','originals/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/1c/1c5ef9fa40d97bcd7b37e897d8d1fd846b811e62b79d026316958722a121f286.png',32,24,1,'image/png',104,'photo-4015.png','photo-4015.png',NULL,NULL,'2026-12-01 04:11:21','unlabeled',0,4,1,NULL,-9223231299366420480,'','',16,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(73,'96a57b31c1c7e27a4abb749259c8f5bd86dabd0f5893634274c1569fa8d4fb7b','originals/cae822aa-33c8-4bbf-a395-62b97a36c7fa/96/96a57b31c1c7e27a4abb749259c8f5bd86dabd0f5893634274c1569fa8d4fb7b.png',32,24,1,'image/png',104,'photo-5000.png','photo-5000.png',NULL,NULL,'2026-12-01 08:14:54','approved',1,5,1,NULL,-6917529027641081856,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(74,'433396928cee83f574bf66bd2ad7ebb23b01e37994cf40dfd9f3026ec340a70d','originals/cae822aa-33c8-4bbf-a395-62b97a36c7fa/43/433396928cee83f574bf66bd2ad7ebb23b01e37994cf40dfd9f3026ec340a70d.png',32,24,1,'image/png',104,'photo-5001.png','photo-5001.png',NULL,NULL,'2026-12-01 08:15:01','withdrawn',2,5,1,NULL,9223372036854775807,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(75,'85883c9d22601738c2e1a05cc24973044374fb79d2ce3df5c048944187f1cd73','originals/cae822aa-33c8-4bbf-a395-62b97a36c7fa/85/85883c9d22601738c2e1a05cc24973044374fb79d2ce3df5c048944187f1cd73.png',32,24,1,'image/png',102,'photo-5002.png','photo-5002.png',NULL,NULL,'2026-12-01 08:15:08','approved',1,5,1,NULL,4611686018427387904,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(76,'79f053f26d96973ede5af5d666a6e62714937f1b4afede304e41ee4b8f34f809','originals/cae822aa-33c8-4bbf-a395-62b97a36c7fa/79/79f053f26d96973ede5af5d666a6e62714937f1b4afede304e41ee4b8f34f809.png',32,24,1,'image/png',104,'photo-5003.png','photo-5003.png',NULL,NULL,'2026-12-01 08:15:15','approved',1,5,1,NULL,-9223372036854775808,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(77,'96260cebb2d43a6654ad5d8948b83ff10b5413e3679bb102a081f26286b6dc6c','originals/cae822aa-33c8-4bbf-a395-62b97a36c7fa/96/96260cebb2d43a6654ad5d8948b83ff10b5413e3679bb102a081f26286b6dc6c.png',32,24,1,'image/png',106,'photo-5004.png','photo-5004.png',NULL,NULL,'2026-12-01 08:15:22','approved',1,5,1,NULL,-9223301668110598144,'','',5,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(78,'d1c9d55a09190c2c9a97dc2747fdeb24e6a4a5e7ca8def9fc9db3066678daab9','originals/cae822aa-33c8-4bbf-a395-62b97a36c7fa/d1/d1c9d55a09190c2c9a97dc2747fdeb24e6a4a5e7ca8def9fc9db3066678daab9.png',32,24,1,'image/png',106,'photo-5005.png','photo-5005.png',NULL,NULL,'2026-12-01 08:15:29','approved',1,5,1,NULL,-9223372036854775808,'','',6,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(79,'ab3d8ba690ee16242cd79d209ef1c446c95584163451ce08ba8f3e881bc15c28','originals/8befe4c5-0cbc-45d6-92e0-85440d54d852/ab/ab3d8ba690ee16242cd79d209ef1c446c95584163451ce08ba8f3e881bc15c28.png',32,24,1,'image/png',106,'photo-6000.png','photo-6000.png',NULL,NULL,'2026-12-01 11:17:00','skipped',1,6,1,NULL,4611686018427387904,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(80,'78702c4f55b823f21354aec14ccbdc4c09b87ac8ba31905d9410f91cebdd79ab','originals/8befe4c5-0cbc-45d6-92e0-85440d54d852/78/78702c4f55b823f21354aec14ccbdc4c09b87ac8ba31905d9410f91cebdd79ab.png',32,24,1,'image/png',106,'photo-6001.png','photo-6001.png',NULL,NULL,'2026-12-01 11:17:07','unlabeled',0,6,1,NULL,0,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(81,'1fe075f507a4f4a16dd6083c6afe2c2bf01d524ae3fe4dfb1dfd656676e44fe6','originals/8befe4c5-0cbc-45d6-92e0-85440d54d852/1f/1fe075f507a4f4a16dd6083c6afe2c2bf01d524ae3fe4dfb1dfd656676e44fe6.png',32,24,1,'image/png',106,'photo-6002.png','photo-6002.png',NULL,NULL,'2026-12-01 11:17:14','unlabeled',0,6,1,NULL,0,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(82,'ede324e7e17bdf4d91d6adb0b7aed9465d713d80325033330d65fa70d446ffad','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/ed/ede324e7e17bdf4d91d6adb0b7aed9465d713d80325033330d65fa70d446ffad.png',32,24,1,'image/png',104,'photo-7000.png','photo-7000.png',NULL,NULL,'2026-12-01 13:17:28','approved',1,7,1,NULL,4611686018427387904,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(83,'929f8fc1fd20fcd53eb9de69279543d197e257fa3e534bc35481f07aa9eb912b','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/92/929f8fc1fd20fcd53eb9de69279543d197e257fa3e534bc35481f07aa9eb912b.png',32,24,1,'image/png',104,'photo-7001.png','photo-7001.png',NULL,NULL,'2026-12-01 13:17:35','approved',1,7,1,NULL,-9223372036854775808,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(84,'251221bd32088d3bb5e9bf82f774e62a746e8897feed133537d5788409f1f24b','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/25/251221bd32088d3bb5e9bf82f774e62a746e8897feed133537d5788409f1f24b.png',32,24,1,'image/png',104,'photo-7002.png','photo-7002.png',NULL,NULL,'2026-12-01 13:17:42','approved',1,7,1,NULL,-9223301668110598144,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(85,'035ea6ee4e278a188955c10dae9deb948ea8ccf1b32a20c4e154c10c3253854e','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/03/035ea6ee4e278a188955c10dae9deb948ea8ccf1b32a20c4e154c10c3253854e.png',32,24,1,'image/png',104,'photo-7003.png','photo-7003.png',NULL,NULL,'2026-12-01 13:17:49','approved',1,7,1,NULL,-9223372036854775808,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(86,'788e6a04332b625e9d69b8bf8ca6cfe14bfb0b120995d5402bb66cdfec092e49','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/78/788e6a04332b625e9d69b8bf8ca6cfe14bfb0b120995d5402bb66cdfec092e49.png',32,24,1,'image/png',104,'photo-7004.png','photo-7004.png',NULL,NULL,'2026-12-01 13:17:56','approved',1,7,1,NULL,-9223372036854775808,'','',5,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(87,'ff8da14185c6f39eb623bfbc863bc18c6cd34674b8d0c7c4ac3922e8b1b527e2','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/ff/ff8da14185c6f39eb623bfbc863bc18c6cd34674b8d0c7c4ac3922e8b1b527e2.png',32,24,1,'image/png',104,'photo-7005.png','photo-7005.png',NULL,NULL,'2026-12-01 13:18:03','approved',1,7,1,NULL,-9223231299366420480,'','',6,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(88,'b786a295c2189f38c29fffe2bc001b850344fb23b88ff1a19e26127b349ef98b','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/b7/b786a295c2189f38c29fffe2bc001b850344fb23b88ff1a19e26127b349ef98b.png',32,24,1,'image/png',104,'photo-7006.png','photo-7006.png',NULL,NULL,'2026-12-01 13:18:10','approved',1,7,1,NULL,-9223372036854775808,'','',7,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(89,'f08cbb6d4432a1bb0bc2c758fa514f9ee89bca4affdc0b3e3292ea962c5973fa','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/f0/f08cbb6d4432a1bb0bc2c758fa514f9ee89bca4affdc0b3e3292ea962c5973fa.png',32,24,1,'image/png',104,'photo-7007.png','photo-7007.png',NULL,NULL,'2026-12-01 13:18:17','approved',1,7,1,NULL,-9223372036854775808,'','',8,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(90,'9f78a0f42edf330169f211967bf42693922cdeb4c3ddf22a442f855b94b15e09','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/9f/9f78a0f42edf330169f211967bf42693922cdeb4c3ddf22a442f855b94b15e09.png',32,24,1,'image/png',104,'photo-7008.png','photo-7008.png',NULL,NULL,'2026-12-01 13:18:24','approved',1,7,1,NULL,-9205216900856938496,'','',9,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(91,'de95e916bf2b7a287ea1cbff58a2e9788ed35970ae53f60f68dc386b9977cda0','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/de/de95e916bf2b7a287ea1cbff58a2e9788ed35970ae53f60f68dc386b9977cda0.png',32,24,1,'image/png',104,'photo-7009.png','photo-7009.png',NULL,NULL,'2026-12-01 13:18:31','approved',1,7,1,NULL,-9223372036854775808,'','',10,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(92,'7c66fa60a22dd0074a63132a0f5444066e2e8e5adc9480c5c7855dc47bb3befd','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/7c/7c66fa60a22dd0074a63132a0f5444066e2e8e5adc9480c5c7855dc47bb3befd.png',32,24,1,'image/png',104,'photo-7010.png','photo-7010.png',NULL,NULL,'2026-12-01 13:18:38','approved',1,7,1,NULL,-9223372036854775808,'','',11,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(93,'d0510a465c124f9ee5798425bdd637ae1061d3ffd80cb0dd9bd17a3ad73ddbf6','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/d0/d0510a465c124f9ee5798425bdd637ae1061d3ffd80cb0dd9bd17a3ad73ddbf6.png',32,24,1,'image/png',104,'photo-7011.png','photo-7011.png',NULL,NULL,'2026-12-01 13:18:45','approved',1,7,1,NULL,-9223372036854775808,'','',12,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(94,'f8f7141ba9bcc300360ac24322650d146708902fd354fd71d85a6adf6c5cb913','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/f8/f8f7141ba9bcc300360ac24322650d146708902fd354fd71d85a6adf6c5cb913.png',32,24,1,'image/png',104,'photo-7012.png','photo-7012.png',NULL,NULL,'2026-12-01 13:18:52','approved',1,7,1,NULL,-9223372036854775808,'','',13,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(95,'3e9d98bb67749e36ae60926fdf40310e3c9dda5e72477fd1d9c6643311a3bcf3','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/3e/3e9d98bb67749e36ae60926fdf40310e3c9dda5e72477fd1d9c6643311a3bcf3.png',32,24,1,'image/png',106,'photo-7013.png','photo-7013.png',NULL,NULL,'2026-12-01 13:18:59','approved',1,7,1,NULL,-9223372036854775808,'','',14,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(96,'d5074e2fb7a933c6c1eb15981615cc4fe56b5396ff28c6b7b02225cd565e7f2d','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/d5/d5074e2fb7a933c6c1eb15981615cc4fe56b5396ff28c6b7b02225cd565e7f2d.png',32,24,1,'image/png',106,'photo-7014.png','photo-7014.png',NULL,NULL,'2026-12-01 13:19:06','approved',1,7,1,NULL,-9205357638345293824,'','',15,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(97,'e29c553874267cf7062b4eaf77ce3260965ec349afd493e9faa199c3d4a73ed6','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/e2/e29c553874267cf7062b4eaf77ce3260965ec349afd493e9faa199c3d4a73ed6.png',32,24,1,'image/png',106,'photo-7015.png','photo-7015.png',NULL,NULL,'2026-12-01 13:19:13','approved',1,7,1,NULL,-9223372036854775808,'','',16,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(98,'8ac694ce86ef51b90557216dd5f5ceec5698ad31ab9f70220dfe28a5b96ee0f7','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/8a/8ac694ce86ef51b90557216dd5f5ceec5698ad31ab9f70220dfe28a5b96ee0f7.png',32,24,1,'image/png',106,'photo-7016.png','photo-7016.png',NULL,NULL,'2026-12-01 13:19:20','approved',1,7,1,NULL,-9223372036854775808,'','',17,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(99,'0fcc9c8aab68e8b9830113e0badceeca2ad2fbfa01f8241e42d6c84b4532a701','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/0f/0fcc9c8aab68e8b9830113e0badceeca2ad2fbfa01f8241e42d6c84b4532a701.png',32,24,1,'image/png',106,'photo-7017.png','photo-7017.png',NULL,NULL,'2026-12-01 13:19:27','approved',1,7,1,NULL,-9205216900856938496,'','',18,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(100,'c527dec902d95d4071d337b2eb778df0a6d8d8793ebec5e8206fba3e643efc0a','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/c5/c527dec902d95d4071d337b2eb778df0a6d8d8793ebec5e8206fba3e643efc0a.png',32,24,1,'image/png',106,'photo-7018.png','photo-7018.png',NULL,NULL,'2026-12-01 13:19:34','approved',1,7,1,NULL,-9223372036854775808,'','',19,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(101,'0e54e8f050fb2c9f4c498e62f78ec8b461f4d43373adb4ecc3b46b4ee914a236','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/0e/0e54e8f050fb2c9f4c498e62f78ec8b461f4d43373adb4ecc3b46b4ee914a236.png',32,24,1,'image/png',106,'photo-7019.png','photo-7019.png',NULL,NULL,'2026-12-01 13:19:41','approved',1,7,1,NULL,-9205357638345293824,'','',20,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(102,'814ea35ab3feb487f35193289ac54f3156ae36400ca51ef73c0128d045107775','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/81/814ea35ab3feb487f35193289ac54f3156ae36400ca51ef73c0128d045107775.png',32,24,1,'image/png',106,'photo-7020.png','photo-7020.png',NULL,NULL,'2026-12-01 13:19:48','approved',1,7,1,NULL,-9223372036854775808,'','',21,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(103,'50ab5a5b7862cd47e60ac17f4a69f91385e60eade5b62529b0729a421d338af7','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/50/50ab5a5b7862cd47e60ac17f4a69f91385e60eade5b62529b0729a421d338af7.png',32,24,1,'image/png',106,'photo-7021.png','photo-7021.png',NULL,NULL,'2026-12-01 13:19:55','approved',1,7,1,NULL,-9223372036854775808,'','',22,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(104,'1b447f66c0335c8c54259caeaaa6fe3e83ace474189735d4a643bc5630328d19','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/1b/1b447f66c0335c8c54259caeaaa6fe3e83ace474189735d4a643bc5630328d19.png',32,24,1,'image/png',106,'photo-7022.png','photo-7022.png',NULL,NULL,'2026-12-01 13:20:02','approved',1,7,1,NULL,0,'','',23,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(105,'40ebdaea4ba8abc7eed8c314bab755084555d5cf072c5a2e463cbd01097a2ce9','originals/645f8964-4e06-46ee-bea2-553b7bcfb0b1/40/40ebdaea4ba8abc7eed8c314bab755084555d5cf072c5a2e463cbd01097a2ce9.png',32,24,1,'image/png',106,'photo-7023.png','photo-7023.png',NULL,NULL,'2026-12-01 13:20:09','approved',1,7,1,NULL,0,'','',24,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(106,'b5b2eb98bcf763298b4ca9cf71fdfa5375d40b9cd1d56b436da82b024a9c8271','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/b5/b5b2eb98bcf763298b4ca9cf71fdfa5375d40b9cd1d56b436da82b024a9c8271.png',32,24,1,'image/png',106,'photo-8000.png','photo-8000.png',NULL,NULL,'2026-12-01 17:21:36','approved',2,8,1,NULL,-9223372036854775808,'','',1,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(107,'d3c864d045402e47e41c17f623427dd91104e0a3c7a2d65c5005892bb9d0b21e','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/d3/d3c864d045402e47e41c17f623427dd91104e0a3c7a2d65c5005892bb9d0b21e.png',32,24,1,'image/png',106,'photo-8001.png','photo-8001.png',NULL,NULL,'2026-12-01 17:21:43','approved',2,8,1,NULL,-9223372036854775808,'','',2,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(108,'d546885c87346c26005e81df313c3a4d472c1a84c2c70b4424119ead984b8805','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/d5/d546885c87346c26005e81df313c3a4d472c1a84c2c70b4424119ead984b8805.png',32,24,1,'image/png',106,'photo-8002.png','photo-8002.png',NULL,NULL,'2026-12-01 17:21:50','labeled',1,8,1,NULL,-9223372036854775808,'','',3,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(109,'79365d182b8b05d3d69ce7169911797618c56f25d0102afd70028e3f3df908e6','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/79/79365d182b8b05d3d69ce7169911797618c56f25d0102afd70028e3f3df908e6.png',32,24,1,'image/png',106,'photo-8003.png','photo-8003.png',NULL,NULL,'2026-12-01 17:21:57','labeled',1,8,1,NULL,-9223231299366420480,'','',4,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(110,'bf4c6ec312f04584d1d0d98a6f7691100ca371d295caf4ca9036548ef8be3586','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/bf/bf4c6ec312f04584d1d0d98a6f7691100ca371d295caf4ca9036548ef8be3586.png',32,24,1,'image/png',106,'photo-8004.png','photo-8004.png',NULL,NULL,'2026-12-01 17:22:04','needs_review',2,8,1,NULL,-9223372036854775808,'','',5,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(111,'012efc5cc77f5156d0dcc0217c75cbd20600ad899953b258e79388b1c6380f50','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/01/012efc5cc77f5156d0dcc0217c75cbd20600ad899953b258e79388b1c6380f50.png',32,24,1,'image/png',106,'photo-8005.png','photo-8005.png',NULL,NULL,'2026-12-01 17:22:11','needs_review',2,8,1,NULL,-9223372036854775808,'','',6,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(112,'12c79a946db486d26e3d7b9ca8a406add7169e8045087cd69493c554bdd60868','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/12/12c79a946db486d26e3d7b9ca8a406add7169e8045087cd69493c554bdd60868.png',32,24,1,'image/png',106,'photo-8006.png','photo-8006.png',NULL,NULL,'2026-12-01 17:22:18','approved',2,8,1,NULL,-9223231299366420480,'','',7,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(113,'d5ba25477df4d886af8b6d94c4c7c3355fa90df6365c41e467dd932a54172b0a','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/d5/d5ba25477df4d886af8b6d94c4c7c3355fa90df6365c41e467dd932a54172b0a.png',32,24,1,'image/png',106,'photo-8007.png','photo-8007.png',NULL,NULL,'2026-12-01 17:22:25','labeled',1,8,1,NULL,-9223231299366420480,'','',8,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(114,'3016ec73288a437291fc42f8747882948d3e7b54a5eae977babb231c49e952b6','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/30/3016ec73288a437291fc42f8747882948d3e7b54a5eae977babb231c49e952b6.png',32,24,1,'image/png',106,'photo-8008.png','photo-8008.png',NULL,NULL,'2026-12-01 17:22:32','approved',2,8,1,NULL,-9223372036854775808,'','',9,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(115,'4779a30b825a5a6967e7bff2e98094d93748ad0e8d030c6a83d861b0d8e10feb','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/47/4779a30b825a5a6967e7bff2e98094d93748ad0e8d030c6a83d861b0d8e10feb.png',32,24,1,'image/png',106,'photo-8009.png','photo-8009.png',NULL,NULL,'2026-12-01 17:22:39','unlabeled',0,8,1,NULL,-9223372036854775808,'','',10,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(116,'c905caaaaf944792ed869fa533698613c8570e507866d95f000a09e3ff5603f3','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/c9/c905caaaaf944792ed869fa533698613c8570e507866d95f000a09e3ff5603f3.png',32,24,1,'image/png',106,'photo-8010.png','photo-8010.png',NULL,NULL,'2026-12-01 17:22:46','unlabeled',0,8,1,NULL,0,'','',11,NULL,NULL,NULL,NULL,'');
INSERT INTO "assets_asset" VALUES(117,'00c3b3a6d82e96149105cac5264387ffa4224b22fac9dc45ee2dd4d3264da217','originals/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/00/00c3b3a6d82e96149105cac5264387ffa4224b22fac9dc45ee2dd4d3264da217.png',32,24,1,'image/png',106,'photo-8011.png','photo-8011.png',NULL,NULL,'2026-12-01 17:22:53','unlabeled',0,8,1,NULL,0,'','',12,NULL,NULL,NULL,NULL,'');
CREATE TABLE "assets_assetlook" ("asset_id" bigint NOT NULL PRIMARY KEY REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "numbers" BLOB NOT NULL, CONSTRAINT "asset_look_has_400_numbers" CHECK (LENGTH("numbers") = 400));
CREATE TABLE "assets_assetname" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(556) NOT NULL, "key" varchar(765) NOT NULL, "path_key" varchar(1668) NOT NULL, "came_at" datetime NOT NULL, "asset_id" bigint NOT NULL REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "came_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "asset_name_once_for_an_asset" UNIQUE ("asset_id", "path"), CONSTRAINT "asset_name_says_something" CHECK (NOT ("path" = '')));
INSERT INTO "assets_assetname" VALUES(1,'the same – again.png','the same – again.png','the same – again.png','2026-11-30 08:03:44',11,1);
CREATE TABLE "assets_placebatch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "start" bigint NOT NULL, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "created_at" datetime NOT NULL, "given_to_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "place_batch_has_places" CHECK ("count" >= 1));
CREATE TABLE "assets_placecounter" ("project_id" bigint NOT NULL PRIMARY KEY REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "given" bigint NOT NULL);
INSERT INTO "assets_placecounter" VALUES(1,32);
INSERT INTO "assets_placecounter" VALUES(2,50331654);
INSERT INTO "assets_placecounter" VALUES(3,6);
INSERT INTO "assets_placecounter" VALUES(4,16);
INSERT INTO "assets_placecounter" VALUES(5,6);
INSERT INTO "assets_placecounter" VALUES(6,3);
INSERT INTO "assets_placecounter" VALUES(7,24);
INSERT INTO "assets_placecounter" VALUES(8,12);
CREATE TABLE "assets_upload" ("id" char(32) NOT NULL PRIMARY KEY, "kind" varchar(10) NOT NULL, "original_name" varchar(255) NOT NULL, "size_bytes" bigint unsigned NOT NULL CHECK ("size_bytes" >= 0), "created_at" datetime NOT NULL, "finished_at" datetime NULL, "duplicate" bool NOT NULL, "error" text NOT NULL, "error_code" varchar(40) NOT NULL, "asset" bigint unsigned NULL CHECK ("asset" >= 0), "created_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "video" bigint unsigned NULL CHECK ("video" >= 0), "folder" varchar(300) NOT NULL, "place" bigint NULL, CONSTRAINT "upload_has_bytes" CHECK ("size_bytes" >= 1));
CREATE TABLE "assets_video" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sha256" varchar(64) NOT NULL, "original_name" varchar(255) NOT NULL, "file" varchar(255) NOT NULL, "mime_type" varchar(40) NOT NULL, "size_bytes" bigint unsigned NOT NULL CHECK ("size_bytes" >= 0), "facts" text NOT NULL CHECK ((JSON_VALID("facts") OR "facts" IS NULL)), "state" varchar(20) NOT NULL, "sampling" varchar(10) NOT NULL, "value" real NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "error" text NOT NULL, "extractor" varchar(100) NOT NULL, "created_at" datetime NOT NULL, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "uploaded_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "finished_at" datetime NULL, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "note" text NOT NULL, "planned" integer unsigned NULL CHECK ("planned" >= 0), "position_ms" bigint unsigned NULL CHECK ("position_ms" >= 0), "queued_at" datetime NULL, "started_at" datetime NULL, "place" bigint NULL, "scenes" text NULL CHECK ((JSON_VALID("scenes") OR "scenes" IS NULL)), CONSTRAINT "video_bytes_unique_in_project" UNIQUE ("project_id", "sha256"));
INSERT INTO "assets_video" VALUES(1,'5336cd85997aea7f59c59e372e2ac603751ffc2ac332dd396865b0193850a472','spaziergang-0 ü.mp4','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/53/5336cd85997aea7f59c59e372e2ac603751ffc2ac332dd396865b0193850a472.mp4','video/mp4',25,'{"mime_type": "video/mp4", "stream": 0, "codec": "h264", "width": 640, "height": 360, "frames": 250, "last_ms": 9960, "duration_ms": 10000, "longest_gap_ms": 40, "rate": 25.0, "pixel_format": "yuv420p", "turn": []}','ready','',NULL,0,'','','2026-11-30 19:07:08',2,1,0,NULL,NULL,NULL,'',NULL,NULL,NULL,NULL,7,NULL);
INSERT INTO "assets_video" VALUES(2,'c34bda8e988c4fb6c8e12bcd7cc5dc652e3f294744b3756550dcfb8551f2074b','spaziergang-1 ü.mp4','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/c3/c34bda8e988c4fb6c8e12bcd7cc5dc652e3f294744b3756550dcfb8551f2074b.mp4','video/mp4',25,'{"mime_type": "video/mp4", "stream": 0, "codec": "h264", "width": 640, "height": 360, "frames": 250, "last_ms": 9960, "duration_ms": 10000, "longest_gap_ms": 40, "rate": 25.0, "pixel_format": "yuv420p", "turn": []}','ready','',NULL,0,'','','2026-11-30 19:07:08',2,1,0,NULL,NULL,NULL,'',NULL,NULL,NULL,NULL,16777223,NULL);
INSERT INTO "assets_video" VALUES(3,'54b5a03bcac9d59945060546d985ec8f6bac2eeba391254d4052ab53d2d85848','spaziergang-2 ü.mp4','originals/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/54/54b5a03bcac9d59945060546d985ec8f6bac2eeba391254d4052ab53d2d85848.mp4','video/mp4',25,'{"mime_type": "video/mp4", "stream": 0, "codec": "h264", "width": 640, "height": 360, "frames": 250, "last_ms": 9960, "duration_ms": 10000, "longest_gap_ms": 40, "rate": 25.0, "pixel_format": "yuv420p", "turn": []}','ready','',NULL,0,'','','2026-11-30 19:07:08',2,1,0,NULL,NULL,NULL,'',NULL,NULL,NULL,NULL,33554439,NULL);
CREATE TABLE "assets_withdrawal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sha256" varchar(64) NOT NULL, "kind" varchar(10) NOT NULL, "job_id" bigint NOT NULL REFERENCES "assets_withdrawaljob" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "withdrawal_once_in_project" UNIQUE ("project_id", "sha256"), CONSTRAINT "withdrawal_kind_is_known" CHECK ("kind" IN ('image', 'upload', 'video')));
INSERT INTO "assets_withdrawal" VALUES(1,'433396928cee83f574bf66bd2ad7ebb23b01e37994cf40dfd9f3026ec340a70d','image',1,5);
CREATE TABLE "assets_withdrawaljob" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "state" varchar(20) NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "error" text NOT NULL, "asset" bigint NOT NULL, "at" datetime NOT NULL, "reason" varchar(500) NOT NULL, "images" integer unsigned NOT NULL CHECK ("images" >= 0), "finished_at" datetime NULL, "by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "withdrawal_has_a_reason" CHECK (NOT ("reason" = '')));
INSERT INTO "assets_withdrawaljob" VALUES(1,NULL,NULL,0,NULL,'queued',1,'',74,'2026-12-01 10:16:51','Its owner asks.',1,NULL,1,5);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
INSERT INTO "auth_group" VALUES(1,'labeler');
INSERT INTO "auth_group" VALUES(2,'reviewer');
INSERT INTO "auth_group" VALUES(3,'manager');
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_tokenfacts','Can add API token');
INSERT INTO "auth_permission" VALUES(2,1,'change_tokenfacts','Can change API token');
INSERT INTO "auth_permission" VALUES(3,1,'delete_tokenfacts','Can delete API token');
INSERT INTO "auth_permission" VALUES(4,1,'view_tokenfacts','Can view API token');
INSERT INTO "auth_permission" VALUES(5,2,'add_guess','Can add guess');
INSERT INTO "auth_permission" VALUES(6,2,'change_guess','Can change guess');
INSERT INTO "auth_permission" VALUES(7,2,'delete_guess','Can delete guess');
INSERT INTO "auth_permission" VALUES(8,2,'view_guess','Can view guess');
INSERT INTO "auth_permission" VALUES(9,3,'view_auditentry','Can view audit entry');
INSERT INTO "auth_permission" VALUES(10,4,'add_lastseen','Can add last seen');
INSERT INTO "auth_permission" VALUES(11,4,'change_lastseen','Can change last seen');
INSERT INTO "auth_permission" VALUES(12,4,'delete_lastseen','Can delete last seen');
INSERT INTO "auth_permission" VALUES(13,4,'view_lastseen','Can view last seen');
INSERT INTO "auth_permission" VALUES(14,5,'add_logentry','Can add log entry');
INSERT INTO "auth_permission" VALUES(15,5,'change_logentry','Can change log entry');
INSERT INTO "auth_permission" VALUES(16,5,'delete_logentry','Can delete log entry');
INSERT INTO "auth_permission" VALUES(17,5,'view_logentry','Can view log entry');
INSERT INTO "auth_permission" VALUES(18,6,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(19,6,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(20,6,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(21,6,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(22,7,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(23,7,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(24,7,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(25,7,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(26,8,'add_user','Can add user');
INSERT INTO "auth_permission" VALUES(27,8,'change_user','Can change user');
INSERT INTO "auth_permission" VALUES(28,8,'delete_user','Can delete user');
INSERT INTO "auth_permission" VALUES(29,8,'view_user','Can view user');
INSERT INTO "auth_permission" VALUES(30,9,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(31,9,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(32,9,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(33,9,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(34,10,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(35,10,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(36,10,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(37,10,'view_session','Can view session');
INSERT INTO "auth_permission" VALUES(38,11,'add_staticdevice','Can add static device');
INSERT INTO "auth_permission" VALUES(39,11,'change_staticdevice','Can change static device');
INSERT INTO "auth_permission" VALUES(40,11,'delete_staticdevice','Can delete static device');
INSERT INTO "auth_permission" VALUES(41,11,'view_staticdevice','Can view static device');
INSERT INTO "auth_permission" VALUES(42,12,'add_statictoken','Can add static token');
INSERT INTO "auth_permission" VALUES(43,12,'change_statictoken','Can change static token');
INSERT INTO "auth_permission" VALUES(44,12,'delete_statictoken','Can delete static token');
INSERT INTO "auth_permission" VALUES(45,12,'view_statictoken','Can view static token');
INSERT INTO "auth_permission" VALUES(46,13,'add_totpdevice','Can add TOTP device');
INSERT INTO "auth_permission" VALUES(47,13,'change_totpdevice','Can change TOTP device');
INSERT INTO "auth_permission" VALUES(48,13,'delete_totpdevice','Can delete TOTP device');
INSERT INTO "auth_permission" VALUES(49,13,'view_totpdevice','Can view TOTP device');
INSERT INTO "auth_permission" VALUES(50,14,'add_schedule','Can add Scheduled task');
INSERT INTO "auth_permission" VALUES(51,14,'change_schedule','Can change Scheduled task');
INSERT INTO "auth_permission" VALUES(52,14,'delete_schedule','Can delete Scheduled task');
INSERT INTO "auth_permission" VALUES(53,14,'view_schedule','Can view Scheduled task');
INSERT INTO "auth_permission" VALUES(54,15,'add_task','Can add Task');
INSERT INTO "auth_permission" VALUES(55,15,'change_task','Can change Task');
INSERT INTO "auth_permission" VALUES(56,15,'delete_task','Can delete Task');
INSERT INTO "auth_permission" VALUES(57,15,'view_task','Can view Task');
INSERT INTO "auth_permission" VALUES(58,16,'add_failure','Can add Failed task');
INSERT INTO "auth_permission" VALUES(59,16,'change_failure','Can change Failed task');
INSERT INTO "auth_permission" VALUES(60,16,'delete_failure','Can delete Failed task');
INSERT INTO "auth_permission" VALUES(61,16,'view_failure','Can view Failed task');
INSERT INTO "auth_permission" VALUES(62,17,'add_success','Can add Successful task');
INSERT INTO "auth_permission" VALUES(63,17,'change_success','Can change Successful task');
INSERT INTO "auth_permission" VALUES(64,17,'delete_success','Can delete Successful task');
INSERT INTO "auth_permission" VALUES(65,17,'view_success','Can view Successful task');
INSERT INTO "auth_permission" VALUES(66,18,'add_ormq','Can add Queued task');
INSERT INTO "auth_permission" VALUES(67,18,'change_ormq','Can change Queued task');
INSERT INTO "auth_permission" VALUES(68,18,'delete_ormq','Can delete Queued task');
INSERT INTO "auth_permission" VALUES(69,18,'view_ormq','Can view Queued task');
INSERT INTO "auth_permission" VALUES(70,19,'add_authtoken','Can add auth token');
INSERT INTO "auth_permission" VALUES(71,19,'change_authtoken','Can change auth token');
INSERT INTO "auth_permission" VALUES(72,19,'delete_authtoken','Can delete auth token');
INSERT INTO "auth_permission" VALUES(73,19,'view_authtoken','Can view auth token');
INSERT INTO "auth_permission" VALUES(74,20,'add_project','Can add project');
INSERT INTO "auth_permission" VALUES(75,20,'change_project','Can change project');
INSERT INTO "auth_permission" VALUES(76,20,'delete_project','Can delete project');
INSERT INTO "auth_permission" VALUES(77,20,'view_project','Can view project');
INSERT INTO "auth_permission" VALUES(78,21,'add_category','Can add category');
INSERT INTO "auth_permission" VALUES(79,21,'change_category','Can change category');
INSERT INTO "auth_permission" VALUES(80,21,'delete_category','Can delete category');
INSERT INTO "auth_permission" VALUES(81,21,'view_category','Can view category');
INSERT INTO "auth_permission" VALUES(82,22,'add_membership','Can add member');
INSERT INTO "auth_permission" VALUES(83,22,'change_membership','Can change member');
INSERT INTO "auth_permission" VALUES(84,22,'delete_membership','Can delete member');
INSERT INTO "auth_permission" VALUES(85,22,'view_membership','Can view member');
INSERT INTO "auth_permission" VALUES(86,23,'add_invitation','Can add invitation');
INSERT INTO "auth_permission" VALUES(87,23,'change_invitation','Can change invitation');
INSERT INTO "auth_permission" VALUES(88,23,'delete_invitation','Can delete invitation');
INSERT INTO "auth_permission" VALUES(89,23,'view_invitation','Can view invitation');
INSERT INTO "auth_permission" VALUES(90,24,'add_invitationuse','Can add invitation use');
INSERT INTO "auth_permission" VALUES(91,24,'change_invitationuse','Can change invitation use');
INSERT INTO "auth_permission" VALUES(92,24,'delete_invitationuse','Can delete invitation use');
INSERT INTO "auth_permission" VALUES(93,24,'view_invitationuse','Can view invitation use');
INSERT INTO "auth_permission" VALUES(94,25,'add_event','Can add event');
INSERT INTO "auth_permission" VALUES(95,25,'change_event','Can change event');
INSERT INTO "auth_permission" VALUES(96,25,'delete_event','Can delete event');
INSERT INTO "auth_permission" VALUES(97,25,'view_event','Can view event');
INSERT INTO "auth_permission" VALUES(98,26,'add_deletedproject','Can add deleted project');
INSERT INTO "auth_permission" VALUES(99,26,'change_deletedproject','Can change deleted project');
INSERT INTO "auth_permission" VALUES(100,26,'delete_deletedproject','Can delete deleted project');
INSERT INTO "auth_permission" VALUES(101,26,'view_deletedproject','Can view deleted project');
INSERT INTO "auth_permission" VALUES(102,27,'add_webhook','Can add webhook');
INSERT INTO "auth_permission" VALUES(103,27,'change_webhook','Can change webhook');
INSERT INTO "auth_permission" VALUES(104,27,'delete_webhook','Can delete webhook');
INSERT INTO "auth_permission" VALUES(105,27,'view_webhook','Can view webhook');
INSERT INTO "auth_permission" VALUES(106,28,'add_delivery','Can add delivery');
INSERT INTO "auth_permission" VALUES(107,28,'change_delivery','Can change delivery');
INSERT INTO "auth_permission" VALUES(108,28,'delete_delivery','Can delete delivery');
INSERT INTO "auth_permission" VALUES(109,28,'view_delivery','Can view delivery');
INSERT INTO "auth_permission" VALUES(110,29,'add_video','Can add video');
INSERT INTO "auth_permission" VALUES(111,29,'change_video','Can change video');
INSERT INTO "auth_permission" VALUES(112,29,'delete_video','Can delete video');
INSERT INTO "auth_permission" VALUES(113,29,'view_video','Can view video');
INSERT INTO "auth_permission" VALUES(114,30,'add_asset','Can add asset');
INSERT INTO "auth_permission" VALUES(115,30,'change_asset','Can change asset');
INSERT INTO "auth_permission" VALUES(116,30,'delete_asset','Can delete asset');
INSERT INTO "auth_permission" VALUES(117,30,'view_asset','Can view asset');
INSERT INTO "auth_permission" VALUES(118,31,'add_upload','Can add upload');
INSERT INTO "auth_permission" VALUES(119,31,'change_upload','Can change upload');
INSERT INTO "auth_permission" VALUES(120,31,'delete_upload','Can delete upload');
INSERT INTO "auth_permission" VALUES(121,31,'view_upload','Can view upload');
INSERT INTO "auth_permission" VALUES(122,32,'add_placecounter','Can add place counter');
INSERT INTO "auth_permission" VALUES(123,32,'change_placecounter','Can change place counter');
INSERT INTO "auth_permission" VALUES(124,32,'delete_placecounter','Can delete place counter');
INSERT INTO "auth_permission" VALUES(125,32,'view_placecounter','Can view place counter');
INSERT INTO "auth_permission" VALUES(126,33,'add_placebatch','Can add place batch');
INSERT INTO "auth_permission" VALUES(127,33,'change_placebatch','Can change place batch');
INSERT INTO "auth_permission" VALUES(128,33,'delete_placebatch','Can delete place batch');
INSERT INTO "auth_permission" VALUES(129,33,'view_placebatch','Can view place batch');
INSERT INTO "auth_permission" VALUES(130,34,'add_assetname','Can add asset name');
INSERT INTO "auth_permission" VALUES(131,34,'change_assetname','Can change asset name');
INSERT INTO "auth_permission" VALUES(132,34,'delete_assetname','Can delete asset name');
INSERT INTO "auth_permission" VALUES(133,34,'view_assetname','Can view asset name');
INSERT INTO "auth_permission" VALUES(134,35,'add_assetlook','Can add asset look');
INSERT INTO "auth_permission" VALUES(135,35,'change_assetlook','Can change asset look');
INSERT INTO "auth_permission" VALUES(136,35,'delete_assetlook','Can delete asset look');
INSERT INTO "auth_permission" VALUES(137,35,'view_assetlook','Can view asset look');
INSERT INTO "auth_permission" VALUES(138,36,'add_withdrawaljob','Can add withdrawal job');
INSERT INTO "auth_permission" VALUES(139,36,'change_withdrawaljob','Can change withdrawal job');
INSERT INTO "auth_permission" VALUES(140,36,'delete_withdrawaljob','Can delete withdrawal job');
INSERT INTO "auth_permission" VALUES(141,36,'view_withdrawaljob','Can view withdrawal job');
INSERT INTO "auth_permission" VALUES(142,37,'add_withdrawal','Can add withdrawal');
INSERT INTO "auth_permission" VALUES(143,37,'change_withdrawal','Can change withdrawal');
INSERT INTO "auth_permission" VALUES(144,37,'delete_withdrawal','Can delete withdrawal');
INSERT INTO "auth_permission" VALUES(145,37,'view_withdrawal','Can view withdrawal');
INSERT INTO "auth_permission" VALUES(146,38,'add_annotation','Can add annotation');
INSERT INTO "auth_permission" VALUES(147,38,'change_annotation','Can change annotation');
INSERT INTO "auth_permission" VALUES(148,38,'delete_annotation','Can delete annotation');
INSERT INTO "auth_permission" VALUES(149,38,'view_annotation','Can view annotation');
INSERT INTO "auth_permission" VALUES(150,39,'add_annotationevent','Can add annotation event');
INSERT INTO "auth_permission" VALUES(151,39,'change_annotationevent','Can change annotation event');
INSERT INTO "auth_permission" VALUES(152,39,'delete_annotationevent','Can delete annotation event');
INSERT INTO "auth_permission" VALUES(153,39,'view_annotationevent','Can view annotation event');
INSERT INTO "auth_permission" VALUES(154,40,'add_claim','Can add claim');
INSERT INTO "auth_permission" VALUES(155,40,'change_claim','Can change claim');
INSERT INTO "auth_permission" VALUES(156,40,'delete_claim','Can delete claim');
INSERT INTO "auth_permission" VALUES(157,40,'view_claim','Can view claim');
INSERT INTO "auth_permission" VALUES(158,41,'add_samplecheck','Can add sample check');
INSERT INTO "auth_permission" VALUES(159,41,'change_samplecheck','Can change sample check');
INSERT INTO "auth_permission" VALUES(160,41,'delete_samplecheck','Can delete sample check');
INSERT INTO "auth_permission" VALUES(161,41,'view_samplecheck','Can view sample check');
INSERT INTO "auth_permission" VALUES(162,42,'add_import','Can add import');
INSERT INTO "auth_permission" VALUES(163,42,'change_import','Can change import');
INSERT INTO "auth_permission" VALUES(164,42,'delete_import','Can delete import');
INSERT INTO "auth_permission" VALUES(165,42,'view_import','Can view import');
INSERT INTO "auth_permission" VALUES(166,43,'add_labelingwindow','Can add labeling window');
INSERT INTO "auth_permission" VALUES(167,43,'change_labelingwindow','Can change labeling window');
INSERT INTO "auth_permission" VALUES(168,43,'delete_labelingwindow','Can delete labeling window');
INSERT INTO "auth_permission" VALUES(169,43,'view_labelingwindow','Can view labeling window');
INSERT INTO "auth_permission" VALUES(170,44,'add_goldpicture','Can add gold picture');
INSERT INTO "auth_permission" VALUES(171,44,'change_goldpicture','Can change gold picture');
INSERT INTO "auth_permission" VALUES(172,44,'delete_goldpicture','Can delete gold picture');
INSERT INTO "auth_permission" VALUES(173,44,'view_goldpicture','Can view gold picture');
INSERT INTO "auth_permission" VALUES(174,45,'add_secondanswer','Can add second answer');
INSERT INTO "auth_permission" VALUES(175,45,'change_secondanswer','Can change second answer');
INSERT INTO "auth_permission" VALUES(176,45,'delete_secondanswer','Can delete second answer');
INSERT INTO "auth_permission" VALUES(177,45,'view_secondanswer','Can view second answer');
INSERT INTO "auth_permission" VALUES(178,46,'add_secondjudgement','Can add second judgement');
INSERT INTO "auth_permission" VALUES(179,46,'change_secondjudgement','Can change second judgement');
INSERT INTO "auth_permission" VALUES(180,46,'delete_secondjudgement','Can delete second judgement');
INSERT INTO "auth_permission" VALUES(181,46,'view_secondjudgement','Can view second judgement');
INSERT INTO "auth_permission" VALUES(182,47,'add_historyread','Can add history read');
INSERT INTO "auth_permission" VALUES(183,47,'change_historyread','Can change history read');
INSERT INTO "auth_permission" VALUES(184,47,'delete_historyread','Can delete history read');
INSERT INTO "auth_permission" VALUES(185,47,'view_historyread','Can view history read');
INSERT INTO "auth_permission" VALUES(186,48,'add_reviewedlabel','Can add reviewed label');
INSERT INTO "auth_permission" VALUES(187,48,'change_reviewedlabel','Can change reviewed label');
INSERT INTO "auth_permission" VALUES(188,48,'delete_reviewedlabel','Can delete reviewed label');
INSERT INTO "auth_permission" VALUES(189,48,'view_reviewedlabel','Can view reviewed label');
INSERT INTO "auth_permission" VALUES(190,49,'add_oddnessjob','Can add oddness job');
INSERT INTO "auth_permission" VALUES(191,49,'change_oddnessjob','Can change oddness job');
INSERT INTO "auth_permission" VALUES(192,49,'delete_oddnessjob','Can delete oddness job');
INSERT INTO "auth_permission" VALUES(193,49,'view_oddnessjob','Can view oddness job');
INSERT INTO "auth_permission" VALUES(194,50,'add_datasetversion','Can add dataset version');
INSERT INTO "auth_permission" VALUES(195,50,'change_datasetversion','Can change dataset version');
INSERT INTO "auth_permission" VALUES(196,50,'delete_datasetversion','Can delete dataset version');
INSERT INTO "auth_permission" VALUES(197,50,'view_datasetversion','Can view dataset version');
INSERT INTO "auth_permission" VALUES(198,51,'add_versionitem','Can add version item');
INSERT INTO "auth_permission" VALUES(199,51,'change_versionitem','Can change version item');
INSERT INTO "auth_permission" VALUES(200,51,'delete_versionitem','Can delete version item');
INSERT INTO "auth_permission" VALUES(201,51,'view_versionitem','Can view version item');
INSERT INTO "auth_permission" VALUES(202,52,'add_versionshape','Can add version shape');
INSERT INTO "auth_permission" VALUES(203,52,'change_versionshape','Can change version shape');
INSERT INTO "auth_permission" VALUES(204,52,'delete_versionshape','Can delete version shape');
INSERT INTO "auth_permission" VALUES(205,52,'view_versionshape','Can view version shape');
INSERT INTO "auth_permission" VALUES(206,53,'add_splitreport','Can add split report');
INSERT INTO "auth_permission" VALUES(207,53,'change_splitreport','Can change split report');
INSERT INTO "auth_permission" VALUES(208,53,'delete_splitreport','Can delete split report');
INSERT INTO "auth_permission" VALUES(209,53,'view_splitreport','Can view split report');
INSERT INTO "auth_permission" VALUES(210,54,'add_lookalikepair','Can add lookalike pair');
INSERT INTO "auth_permission" VALUES(211,54,'change_lookalikepair','Can change lookalike pair');
INSERT INTO "auth_permission" VALUES(212,54,'delete_lookalikepair','Can delete lookalike pair');
INSERT INTO "auth_permission" VALUES(213,54,'view_lookalikepair','Can view lookalike pair');
INSERT INTO "auth_permission" VALUES(214,55,'add_versionfile','Can add version file');
INSERT INTO "auth_permission" VALUES(215,55,'change_versionfile','Can change version file');
INSERT INTO "auth_permission" VALUES(216,55,'delete_versionfile','Can delete version file');
INSERT INTO "auth_permission" VALUES(217,55,'view_versionfile','Can view version file');
INSERT INTO "auth_permission" VALUES(218,56,'add_workerheartbeat','Can add worker heartbeat');
INSERT INTO "auth_permission" VALUES(219,56,'change_workerheartbeat','Can change worker heartbeat');
INSERT INTO "auth_permission" VALUES(220,56,'delete_workerheartbeat','Can delete worker heartbeat');
INSERT INTO "auth_permission" VALUES(221,56,'view_workerheartbeat','Can view worker heartbeat');
INSERT INTO "auth_permission" VALUES(222,57,'add_writeprobe','Can add write probe');
INSERT INTO "auth_permission" VALUES(223,57,'change_writeprobe','Can change write probe');
INSERT INTO "auth_permission" VALUES(224,57,'delete_writeprobe','Can delete write probe');
INSERT INTO "auth_permission" VALUES(225,57,'view_writeprobe','Can view write probe');
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
INSERT INTO "auth_user" VALUES(1,'!Jt5cli9qE3VAaOUeqbqwk4WIfH7dHa1nqCCGfLye',NULL,1,'bob','','',1,1,'2026-11-30 08:00:00','');
INSERT INTO "auth_user" VALUES(2,'!SIJViM8PYofeqy1oPNWaESd5qUJMeWJiLa1QHD37',NULL,0,'alice','','',0,1,'2026-11-30 08:00:00','');
INSERT INTO "auth_user" VALUES(3,'!ZKReVtHmiiNydjOYJpnytJi2WOBeLJ0wexepJrJk',NULL,0,'zoë','','',0,1,'2026-11-30 08:00:00','');
INSERT INTO "auth_user" VALUES(4,'!RsdRtscKNf5M0vWRJuzlYFdfrRp5G4qv5Xm5SevH',NULL,0,'carol','','',0,1,'2026-11-30 08:00:00','');
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'people','tokenfacts');
INSERT INTO "django_content_type" VALUES(2,'people','guess');
INSERT INTO "django_content_type" VALUES(3,'people','auditentry');
INSERT INTO "django_content_type" VALUES(4,'people','lastseen');
INSERT INTO "django_content_type" VALUES(5,'admin','logentry');
INSERT INTO "django_content_type" VALUES(6,'auth','permission');
INSERT INTO "django_content_type" VALUES(7,'auth','group');
INSERT INTO "django_content_type" VALUES(8,'auth','user');
INSERT INTO "django_content_type" VALUES(9,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(10,'sessions','session');
INSERT INTO "django_content_type" VALUES(11,'otp_static','staticdevice');
INSERT INTO "django_content_type" VALUES(12,'otp_static','statictoken');
INSERT INTO "django_content_type" VALUES(13,'otp_totp','totpdevice');
INSERT INTO "django_content_type" VALUES(14,'django_q','schedule');
INSERT INTO "django_content_type" VALUES(15,'django_q','task');
INSERT INTO "django_content_type" VALUES(16,'django_q','failure');
INSERT INTO "django_content_type" VALUES(17,'django_q','success');
INSERT INTO "django_content_type" VALUES(18,'django_q','ormq');
INSERT INTO "django_content_type" VALUES(19,'knox','authtoken');
INSERT INTO "django_content_type" VALUES(20,'projects','project');
INSERT INTO "django_content_type" VALUES(21,'projects','category');
INSERT INTO "django_content_type" VALUES(22,'projects','membership');
INSERT INTO "django_content_type" VALUES(23,'projects','invitation');
INSERT INTO "django_content_type" VALUES(24,'projects','invitationuse');
INSERT INTO "django_content_type" VALUES(25,'projects','event');
INSERT INTO "django_content_type" VALUES(26,'projects','deletedproject');
INSERT INTO "django_content_type" VALUES(27,'webhooks','webhook');
INSERT INTO "django_content_type" VALUES(28,'webhooks','delivery');
INSERT INTO "django_content_type" VALUES(29,'assets','video');
INSERT INTO "django_content_type" VALUES(30,'assets','asset');
INSERT INTO "django_content_type" VALUES(31,'assets','upload');
INSERT INTO "django_content_type" VALUES(32,'assets','placecounter');
INSERT INTO "django_content_type" VALUES(33,'assets','placebatch');
INSERT INTO "django_content_type" VALUES(34,'assets','assetname');
INSERT INTO "django_content_type" VALUES(35,'assets','assetlook');
INSERT INTO "django_content_type" VALUES(36,'assets','withdrawaljob');
INSERT INTO "django_content_type" VALUES(37,'assets','withdrawal');
INSERT INTO "django_content_type" VALUES(38,'annotations','annotation');
INSERT INTO "django_content_type" VALUES(39,'annotations','annotationevent');
INSERT INTO "django_content_type" VALUES(40,'annotations','claim');
INSERT INTO "django_content_type" VALUES(41,'annotations','samplecheck');
INSERT INTO "django_content_type" VALUES(42,'annotations','import');
INSERT INTO "django_content_type" VALUES(43,'annotations','labelingwindow');
INSERT INTO "django_content_type" VALUES(44,'annotations','goldpicture');
INSERT INTO "django_content_type" VALUES(45,'annotations','secondanswer');
INSERT INTO "django_content_type" VALUES(46,'annotations','secondjudgement');
INSERT INTO "django_content_type" VALUES(47,'annotations','historyread');
INSERT INTO "django_content_type" VALUES(48,'annotations','reviewedlabel');
INSERT INTO "django_content_type" VALUES(49,'annotations','oddnessjob');
INSERT INTO "django_content_type" VALUES(50,'exports','datasetversion');
INSERT INTO "django_content_type" VALUES(51,'exports','versionitem');
INSERT INTO "django_content_type" VALUES(52,'exports','versionshape');
INSERT INTO "django_content_type" VALUES(53,'exports','splitreport');
INSERT INTO "django_content_type" VALUES(54,'exports','lookalikepair');
INSERT INTO "django_content_type" VALUES(55,'exports','versionfile');
INSERT INTO "django_content_type" VALUES(56,'labeler','workerheartbeat');
INSERT INTO "django_content_type" VALUES(57,'labeler','writeprobe');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-30 18:46:50.878446');
INSERT INTO "django_migrations" VALUES(2,'auth','0001_initial','2026-11-30 18:46:50.906736');
INSERT INTO "django_migrations" VALUES(3,'admin','0001_initial','2026-11-30 18:46:50.922714');
INSERT INTO "django_migrations" VALUES(4,'admin','0002_logentry_remove_auto_add','2026-11-30 18:46:50.936515');
INSERT INTO "django_migrations" VALUES(5,'admin','0003_logentry_add_action_flag_choices','2026-11-30 18:46:50.941986');
INSERT INTO "django_migrations" VALUES(6,'projects','0001_project_and_category','2026-11-30 18:46:50.979980');
INSERT INTO "django_migrations" VALUES(7,'projects','0002_category_identity','2026-11-30 18:46:50.985341');
INSERT INTO "django_migrations" VALUES(8,'projects','0003_category_public_id','2026-11-30 18:46:50.999170');
INSERT INTO "django_migrations" VALUES(9,'projects','0004_category_by_public_id','2026-11-30 18:46:51.009834');
INSERT INTO "django_migrations" VALUES(10,'projects','0005_project_license','2026-11-30 18:46:51.052448');
INSERT INTO "django_migrations" VALUES(11,'contenttypes','0002_remove_content_type_name','2026-11-30 18:46:51.079689');
INSERT INTO "django_migrations" VALUES(12,'auth','0002_alter_permission_name_max_length','2026-11-30 18:46:51.093510');
INSERT INTO "django_migrations" VALUES(13,'auth','0003_alter_user_email_max_length','2026-11-30 18:46:51.105134');
INSERT INTO "django_migrations" VALUES(14,'auth','0004_alter_user_username_opts','2026-11-30 18:46:51.118495');
INSERT INTO "django_migrations" VALUES(15,'auth','0005_alter_user_last_login_null','2026-11-30 18:46:51.139539');
INSERT INTO "django_migrations" VALUES(16,'auth','0006_require_contenttypes_0002','2026-11-30 18:46:51.140481');
INSERT INTO "django_migrations" VALUES(17,'auth','0007_alter_validators_add_error_messages','2026-11-30 18:46:51.147223');
INSERT INTO "django_migrations" VALUES(18,'auth','0008_alter_user_username_max_length','2026-11-30 18:46:51.157915');
INSERT INTO "django_migrations" VALUES(19,'auth','0009_alter_user_last_name_max_length','2026-11-30 18:46:51.168692');
INSERT INTO "django_migrations" VALUES(20,'auth','0010_alter_group_name_max_length','2026-11-30 18:46:51.175990');
INSERT INTO "django_migrations" VALUES(21,'auth','0011_update_proxy_permissions','2026-11-30 18:46:51.183455');
INSERT INTO "django_migrations" VALUES(22,'auth','0012_alter_user_first_name_max_length','2026-11-30 18:46:51.189502');
INSERT INTO "django_migrations" VALUES(23,'projects','0006_closed_projects_and_members','2026-11-30 18:46:51.247526');
INSERT INTO "django_migrations" VALUES(24,'projects','0007_invitations','2026-11-30 18:46:51.292632');
INSERT INTO "django_migrations" VALUES(25,'projects','0008_window','2026-11-30 18:46:51.319997');
INSERT INTO "django_migrations" VALUES(26,'projects','0009_approve_mended','2026-11-30 18:46:51.358515');
INSERT INTO "django_migrations" VALUES(27,'projects','0010_send_back_reasons','2026-11-30 18:46:51.393065');
INSERT INTO "django_migrations" VALUES(28,'projects','0011_answered_again','2026-11-30 18:46:51.475651');
INSERT INTO "django_migrations" VALUES(29,'projects','0012_release_gate','2026-11-30 18:46:51.501072');
INSERT INTO "django_migrations" VALUES(30,'projects','0013_event','2026-11-30 18:46:51.542712');
INSERT INTO "django_migrations" VALUES(31,'projects','0014_citation','2026-11-30 18:46:51.618718');
INSERT INTO "django_migrations" VALUES(32,'projects','0015_deleted_project','2026-11-30 18:46:51.652825');
INSERT INTO "django_migrations" VALUES(33,'assets','0001_asset_and_video','2026-11-30 18:46:51.898095');
INSERT INTO "django_migrations" VALUES(34,'assets','0002_facts_never_change','2026-11-30 18:46:51.917936');
INSERT INTO "django_migrations" VALUES(35,'assets','0003_dhash','2026-11-30 18:46:51.957466');
INSERT INTO "django_migrations" VALUES(36,'assets','0004_video_jobs_and_uploads','2026-11-30 18:46:52.081800');
INSERT INTO "django_migrations" VALUES(37,'assets','0005_place_and_folder','2026-11-30 18:46:52.270058');
INSERT INTO "django_migrations" VALUES(38,'assets','0006_converted_pictures','2026-11-30 18:46:52.329578');
INSERT INTO "django_migrations" VALUES(39,'assets','0007_asset_name','2026-11-30 18:46:52.343800');
INSERT INTO "django_migrations" VALUES(40,'assets','0008_shown_range','2026-11-30 18:46:52.398814');
INSERT INTO "django_migrations" VALUES(41,'assets','0009_note','2026-11-30 18:46:52.431117');
INSERT INTO "django_migrations" VALUES(42,'assets','0010_how_far_scenes_are','2026-11-30 18:46:52.444589');
INSERT INTO "django_migrations" VALUES(43,'assets','0011_asset_look','2026-11-30 18:46:52.456624');
INSERT INTO "django_migrations" VALUES(44,'assets','0012_withdrawal','2026-11-30 18:46:52.641174');
INSERT INTO "django_migrations" VALUES(45,'annotations','0001_annotation_event_claim','2026-11-30 18:46:52.685914');
INSERT INTO "django_migrations" VALUES(46,'annotations','0002_events_never_change','2026-11-30 18:46:52.700623');
INSERT INTO "django_migrations" VALUES(47,'annotations','0003_events_by_time','2026-11-30 18:46:52.714452');
INSERT INTO "django_migrations" VALUES(48,'annotations','0004_sample_check','2026-11-30 18:46:52.748682');
INSERT INTO "django_migrations" VALUES(49,'annotations','0005_import','2026-11-30 18:46:52.768051');
INSERT INTO "django_migrations" VALUES(50,'annotations','0006_annotation_by_category_and_who','2026-11-30 18:46:52.782732');
INSERT INTO "django_migrations" VALUES(51,'annotations','0007_event_seen','2026-11-30 18:46:52.798683');
INSERT INTO "django_migrations" VALUES(52,'annotations','0008_labeling_window','2026-11-30 18:46:52.815412');
INSERT INTO "django_migrations" VALUES(53,'annotations','0009_event_source','2026-11-30 18:46:52.831947');
INSERT INTO "django_migrations" VALUES(54,'annotations','0010_kind_of_labels','2026-11-30 18:46:52.847974');
INSERT INTO "django_migrations" VALUES(55,'annotations','0011_import_decided_and_undone','2026-11-30 18:46:52.965318');
INSERT INTO "django_migrations" VALUES(56,'annotations','0012_sample_check_strata','2026-11-30 18:46:52.984708');
INSERT INTO "django_migrations" VALUES(57,'annotations','0013_events_of_an_action_in_order','2026-11-30 18:46:53.000489');
INSERT INTO "django_migrations" VALUES(58,'annotations','0014_oddness','2026-11-30 18:46:53.132037');
INSERT INTO "django_migrations" VALUES(59,'annotations','0015_event_reason','2026-11-30 18:46:53.176486');
INSERT INTO "django_migrations" VALUES(60,'annotations','0016_second_answer','2026-11-30 18:46:53.213645');
INSERT INTO "django_migrations" VALUES(61,'annotations','0017_second_judgement','2026-11-30 18:46:53.272473');
INSERT INTO "django_migrations" VALUES(62,'annotations','0018_reviewed_label','2026-11-30 18:46:53.347411');
INSERT INTO "django_migrations" VALUES(63,'annotations','0019_oddness_job','2026-11-30 18:46:53.368447');
INSERT INTO "django_migrations" VALUES(64,'annotations','0020_event_shown_ms','2026-11-30 18:46:53.404500');
INSERT INTO "django_migrations" VALUES(65,'annotations','0021_events_of_before','2026-11-30 18:46:53.424738');
INSERT INTO "django_migrations" VALUES(66,'annotations','0022_gold_picture_project','2026-11-30 18:46:53.448498');
INSERT INTO "django_migrations" VALUES(67,'annotations','0023_gold_picture_by_project','2026-11-30 18:46:53.600578');
INSERT INTO "django_migrations" VALUES(68,'annotations','0024_withdrawn_answers','2026-11-30 18:46:53.634848');
INSERT INTO "django_migrations" VALUES(69,'django_q','0001_initial','2026-11-30 18:46:53.639147');
INSERT INTO "django_migrations" VALUES(70,'django_q','0002_auto_20150630_1624','2026-11-30 18:46:53.651243');
INSERT INTO "django_migrations" VALUES(71,'django_q','0003_auto_20150708_1326','2026-11-30 18:46:53.667630');
INSERT INTO "django_migrations" VALUES(72,'django_q','0004_auto_20150710_1043','2026-11-30 18:46:53.671383');
INSERT INTO "django_migrations" VALUES(73,'django_q','0005_auto_20150718_1506','2026-11-30 18:46:53.677295');
INSERT INTO "django_migrations" VALUES(74,'django_q','0006_auto_20150805_1817','2026-11-30 18:46:53.681808');
INSERT INTO "django_migrations" VALUES(75,'django_q','0007_ormq','2026-11-30 18:46:53.683476');
INSERT INTO "django_migrations" VALUES(76,'django_q','0008_auto_20160224_1026','2026-11-30 18:46:53.685306');
INSERT INTO "django_migrations" VALUES(77,'django_q','0009_auto_20171009_0915','2026-11-30 18:46:53.691792');
INSERT INTO "django_migrations" VALUES(78,'django_q','0010_auto_20200610_0856','2026-11-30 18:46:53.712617');
INSERT INTO "django_migrations" VALUES(79,'django_q','0011_auto_20200628_1055','2026-11-30 18:46:53.717933');
INSERT INTO "django_migrations" VALUES(80,'django_q','0012_auto_20200702_1608','2026-11-30 18:46:53.720533');
INSERT INTO "django_migrations" VALUES(81,'django_q','0013_task_attempt_count','2026-11-30 18:46:53.728295');
INSERT INTO "django_migrations" VALUES(82,'django_q','0014_schedule_cluster','2026-11-30 18:46:53.731906');
INSERT INTO "django_migrations" VALUES(83,'django_q','0015_alter_schedule_schedule_type','2026-11-30 18:46:53.739100');
INSERT INTO "django_migrations" VALUES(84,'django_q','0016_schedule_intended_date_kwarg','2026-11-30 18:46:53.743161');
INSERT INTO "django_migrations" VALUES(85,'django_q','0017_task_cluster_alter','2026-11-30 18:46:53.750247');
INSERT INTO "django_migrations" VALUES(86,'django_q','0018_task_success_index','2026-11-30 18:46:53.753460');
INSERT INTO "django_migrations" VALUES(87,'django_q','0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more','2026-11-30 18:46:53.794684');
INSERT INTO "django_migrations" VALUES(88,'exports','0001_dataset_version','2026-11-30 18:46:53.961771');
INSERT INTO "django_migrations" VALUES(89,'exports','0002_sealed_versions','2026-11-30 18:46:53.989129');
INSERT INTO "django_migrations" VALUES(90,'exports','0003_version_shape','2026-11-30 18:46:54.014718');
INSERT INTO "django_migrations" VALUES(91,'exports','0004_version_license','2026-11-30 18:46:54.153834');
INSERT INTO "django_migrations" VALUES(92,'exports','0005_version_quality','2026-11-30 18:46:54.212323');
INSERT INTO "django_migrations" VALUES(93,'exports','0006_version_last_event','2026-11-30 18:46:54.295966');
INSERT INTO "django_migrations" VALUES(94,'exports','0007_splits_told','2026-11-30 18:46:54.447792');
INSERT INTO "django_migrations" VALUES(95,'exports','0008_version_item_revision','2026-11-30 18:46:54.474627');
INSERT INTO "django_migrations" VALUES(96,'exports','0009_version_file','2026-11-30 18:46:54.565571');
INSERT INTO "django_migrations" VALUES(97,'exports','0010_versions_of_deleted_projects','2026-11-30 18:46:54.612298');
INSERT INTO "django_migrations" VALUES(98,'knox','0001_initial','2026-11-30 18:46:54.665266');
INSERT INTO "django_migrations" VALUES(99,'knox','0002_auto_20150916_1425','2026-11-30 18:46:54.709578');
INSERT INTO "django_migrations" VALUES(100,'knox','0003_auto_20150916_1526','2026-11-30 18:46:54.967006');
INSERT INTO "django_migrations" VALUES(101,'knox','0004_authtoken_expires','2026-11-30 18:46:55.005572');
INSERT INTO "django_migrations" VALUES(102,'knox','0005_authtoken_token_key','2026-11-30 18:46:55.041274');
INSERT INTO "django_migrations" VALUES(103,'knox','0006_auto_20160818_0932','2026-11-30 18:46:55.129679');
INSERT INTO "django_migrations" VALUES(104,'knox','0007_auto_20190111_0542','2026-11-30 18:46:55.178066');
INSERT INTO "django_migrations" VALUES(105,'knox','0008_remove_authtoken_salt','2026-11-30 18:46:55.221210');
INSERT INTO "django_migrations" VALUES(106,'knox','0009_extend_authtoken_field','2026-11-30 18:46:55.261400');
INSERT INTO "django_migrations" VALUES(107,'labeler','0001_worker_heartbeat','2026-11-30 18:46:55.267522');
INSERT INTO "django_migrations" VALUES(108,'labeler','0002_write_probe','2026-11-30 18:46:55.270828');
INSERT INTO "django_migrations" VALUES(109,'otp_static','0001_initial','2026-11-30 18:46:55.356853');
INSERT INTO "django_migrations" VALUES(110,'otp_static','0002_throttling','2026-11-30 18:46:55.439608');
INSERT INTO "django_migrations" VALUES(111,'otp_static','0003_add_timestamps','2026-11-30 18:46:55.564840');
INSERT INTO "django_migrations" VALUES(112,'otp_totp','0001_initial','2026-11-30 18:46:55.625707');
INSERT INTO "django_migrations" VALUES(113,'otp_totp','0002_auto_20190420_0723','2026-11-30 18:46:55.940490');
INSERT INTO "django_migrations" VALUES(114,'otp_totp','0003_add_timestamps','2026-11-30 18:46:56.079939');
INSERT INTO "django_migrations" VALUES(115,'people','0001_initial','2026-11-30 18:46:56.127586');
INSERT INTO "django_migrations" VALUES(116,'people','0002_facts_of_earlier_tokens','2026-11-30 18:46:56.243042');
INSERT INTO "django_migrations" VALUES(117,'people','0003_guesses','2026-11-30 18:46:56.252210');
INSERT INTO "django_migrations" VALUES(118,'people','0004_drop_axes','2026-11-30 18:46:56.253932');
INSERT INTO "django_migrations" VALUES(119,'people','0005_audit_entry','2026-11-30 18:46:56.267778');
INSERT INTO "django_migrations" VALUES(120,'people','0006_audit_is_append_only','2026-11-30 18:46:56.320010');
INSERT INTO "django_migrations" VALUES(121,'people','0007_audit_is_read_by_time','2026-11-30 18:46:56.349116');
INSERT INTO "django_migrations" VALUES(122,'people','0008_last_seen_invitations_and_taken_names','2026-11-30 18:46:56.461384');
INSERT INTO "django_migrations" VALUES(123,'people','0009_webhooks_in_the_audit','2026-11-30 18:46:56.474793');
INSERT INTO "django_migrations" VALUES(124,'people','0010_known_images_in_the_audit','2026-11-30 18:46:56.480777');
INSERT INTO "django_migrations" VALUES(125,'people','0011_picture_withdrawn','2026-11-30 18:46:56.492389');
INSERT INTO "django_migrations" VALUES(126,'sessions','0001_initial','2026-11-30 18:46:56.508178');
INSERT INTO "django_migrations" VALUES(127,'webhooks','0001_webhooks','2026-11-30 18:46:57.297257');
INSERT INTO "django_migrations" VALUES(128,'webhooks','0002_failed_versions_by_one_name','2026-11-30 18:46:57.368546');
INSERT INTO "django_migrations" VALUES(129,'webhooks','0003_delivery_by_state','2026-11-30 18:46:57.379314');
INSERT INTO "django_migrations" VALUES(130,'webhooks','0004_delivery_by_turn','2026-11-30 18:46:57.397366');
CREATE TABLE "django_q_ormq" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(100) NOT NULL, "payload" text NOT NULL, "lock" datetime NULL);
CREATE TABLE "django_q_schedule" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "func" varchar(256) NOT NULL, "hook" varchar(256) NULL, "args" text NULL, "kwargs" text NULL, "repeats" integer NOT NULL, "next_run" datetime NULL, "task" varchar(100) NULL, "name" varchar(100) NULL, "minutes" smallint unsigned NULL CHECK ("minutes" >= 0), "cron" varchar(100) NULL, "cluster" varchar(100) NULL, "schedule_type" varchar(2) NOT NULL, "intended_date_kwarg" varchar(100) NULL);
CREATE TABLE "django_q_task" ("name" varchar(100) NOT NULL, "func" varchar(256) NOT NULL, "hook" varchar(256) NULL, "args" text NULL, "kwargs" text NULL, "result" text NULL, "started" datetime NOT NULL, "stopped" datetime NOT NULL, "success" bool NOT NULL, "id" varchar(32) NOT NULL PRIMARY KEY, "group" varchar(100) NULL, "attempt_count" integer NOT NULL, "cluster" varchar(100) NULL);
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "exports_datasetversion" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "state" varchar(20) NOT NULL, "notes" text NOT NULL, "created_at" datetime NOT NULL, "frozen" text NOT NULL CHECK ((JSON_VALID("frozen") OR "frozen" IS NULL)), "images" integer unsigned NOT NULL CHECK ("images" >= 0), "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "error" text NOT NULL, "sealed_at" datetime NULL, "hash" varchar(71) NOT NULL, "labels_hash" varchar(71) NOT NULL, "samples_hash" varchar(71) NOT NULL, "counts" text NULL CHECK ((JSON_VALID("counts") OR "counts" IS NULL)), "manifest" text NOT NULL, "artifact" varchar(255) NOT NULL, "artifact_sha256" varchar(64) NOT NULL, "artifact_size" bigint unsigned NULL CHECK ("artifact_size" >= 0), "created_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "previous_id" bigint NULL REFERENCES "exports_datasetversion" ("id") DEFERRABLE INITIALLY DEFERRED, "license" varchar(200) NULL, "quality" text NULL CHECK ((JSON_VALID("quality") OR "quality" IS NULL)), "last_event" bigint NULL, "citation" text NULL, CONSTRAINT "version_number_unique_in_project" UNIQUE ("project_id", "number"), CONSTRAINT "version_number_starts_at_one" CHECK ("number" >= 1), CONSTRAINT "version_holds_something" CHECK ("images" >= 1), CONSTRAINT "version_ready_is_whole" CHECK ((NOT ("state" = 'ready') OR (NOT ("hash" = '') AND NOT ("artifact_sha256" = '') AND NOT ("manifest" = '') AND "sealed_at" IS NOT NULL))));
INSERT INTO "exports_datasetversion" VALUES(1,NULL,NULL,1,'2026-11-30 09:05:41',1,'ready','The first one – with “quotes”.','2026-11-30 09:05:41','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 1, "created_at": "2026-11-30T09:05:41Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 0, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 1, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "\u5e3d\u5b50", "supercategory": "", "active": true, "display_order": 2, "color": "#C2555A"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": true, "display_order": 3, "color": "#77EAD5"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',14,14,'','2026-11-30 09:05:43','sha256:b6663a242399cb031d114f000f17cf5a12011277038fdfbfa9a1e3ee9072fcd5','sha256:8253549f0444aa43c2f6c4b19af5badb9d4d024ced5982c10d950c7189a3d6a6','sha256:815f95b22d8e65c54bbf348557757f5983228b19e9ffde069f26135bdcc0b349','{"images": 14, "annotations": 14, "image_bytes": 2543, "by_category": {"1": 6, "2": 0, "3": 6, "4": 2}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 1,
  "created_at": "2026-11-30T09:05:41Z",
  "hash": "sha256:b6663a242399cb031d114f000f17cf5a12011277038fdfbfa9a1e3ee9072fcd5",
  "labels_hash": "sha256:8253549f0444aa43c2f6c4b19af5badb9d4d024ced5982c10d950c7189a3d6a6",
  "samples_hash": "sha256:815f95b22d8e65c54bbf348557757f5983228b19e9ffde069f26135bdcc0b349",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 0,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 1,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "\u5e3d\u5b50",
      "supercategory": "",
      "active": true,
      "display_order": 2,
      "color": "#C2555A"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": true,
      "display_order": 3,
      "color": "#77EAD5"
    }
  ],
  "counts": {
    "images": 14,
    "annotations": 14,
    "image_bytes": 2543,
    "by_category": {
      "1": 6,
      "2": 0,
      "3": 6,
      "4": 2
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v1-16fecd02739310cad2e1f015dc640364d2156d34aed53424f6b997d2141f53a3.zip','16fecd02739310cad2e1f015dc640364d2156d34aed53424f6b997d2141f53a3',14485,1,1,NULL,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(2,NULL,NULL,1,'2026-11-30 10:05:43',2,'ready','','2026-11-30 10:05:43','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 2, "created_at": "2026-11-30T10:05:43Z", "previous": {"version": 1, "hash": "sha256:b6663a242399cb031d114f000f17cf5a12011277038fdfbfa9a1e3ee9072fcd5"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 2}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',12,12,'','2026-11-30 10:05:45','sha256:4f7d81c33aad2db389240ad1392b8886ffa3f8829c3bfd6aa9b5d5753c9045b1','sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4','sha256:203c17fa1f24b2d4bc9b88ceba367a8b55410bd5d9d99612d0bca1ceb08e0116','{"images": 12, "annotations": 12, "image_bytes": 2335, "by_category": {"1": 6, "2": 0, "3": 6, "4": 0}, "by_split": {"train": 4, "val": 4, "test": 4}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 2,
  "created_at": "2026-11-30T10:05:43Z",
  "hash": "sha256:4f7d81c33aad2db389240ad1392b8886ffa3f8829c3bfd6aa9b5d5753c9045b1",
  "labels_hash": "sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4",
  "samples_hash": "sha256:203c17fa1f24b2d4bc9b88ceba367a8b55410bd5d9d99612d0bca1ceb08e0116",
  "previous": {
    "version": 1,
    "hash": "sha256:b6663a242399cb031d114f000f17cf5a12011277038fdfbfa9a1e3ee9072fcd5"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#77EAD5"
    }
  ],
  "counts": {
    "images": 12,
    "annotations": 12,
    "image_bytes": 2335,
    "by_category": {
      "1": 6,
      "2": 0,
      "3": 6,
      "4": 0
    },
    "by_split": {
      "train": 4,
      "val": 4,
      "test": 4
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 2
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v2-96493aeac9fd4cbdb6e343ec5d2c849813395f1215055de8aa822c761cbae2b1.zip','96493aeac9fd4cbdb6e343ec5d2c849813395f1215055de8aa822c761cbae2b1',13331,1,1,1,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(3,NULL,NULL,1,'2026-11-30 11:05:45',3,'ready','','2026-11-30 11:05:45','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 3, "created_at": "2026-11-30T11:05:45Z", "previous": {"version": 2, "hash": "sha256:4f7d81c33aad2db389240ad1392b8886ffa3f8829c3bfd6aa9b5d5753c9045b1"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": true, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',20,20,'','2026-11-30 11:05:47','sha256:1a134b1f1c102334ec99b2dfbeed078eee87126c0fe15d9ac269fbae4e668006','sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4','sha256:b704935bcc0d2bd93f5e402b258a0c05a94ee409cf2896da1a8b9bd3344b7e2d','{"images": 20, "annotations": 20, "image_bytes": 3314, "by_category": {"1": 8, "2": 0, "3": 8, "4": 4}, "by_split": {"train": 9, "val": 6, "test": 5}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 3,
  "created_at": "2026-11-30T11:05:45Z",
  "hash": "sha256:1a134b1f1c102334ec99b2dfbeed078eee87126c0fe15d9ac269fbae4e668006",
  "labels_hash": "sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4",
  "samples_hash": "sha256:b704935bcc0d2bd93f5e402b258a0c05a94ee409cf2896da1a8b9bd3344b7e2d",
  "previous": {
    "version": 2,
    "hash": "sha256:4f7d81c33aad2db389240ad1392b8886ffa3f8829c3bfd6aa9b5d5753c9045b1"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#77EAD5"
    }
  ],
  "counts": {
    "images": 20,
    "annotations": 20,
    "image_bytes": 3314,
    "by_category": {
      "1": 8,
      "2": 0,
      "3": 8,
      "4": 4
    },
    "by_split": {
      "train": 9,
      "val": 6,
      "test": 5
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": true,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v3-613e6206818955c28e9b6b57959133524c7619de685550a57a6d4d39f0a250f5.zip','613e6206818955c28e9b6b57959133524c7619de685550a57a6d4d39f0a250f5',19506,1,1,2,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(4,NULL,NULL,1,'2026-11-30 12:05:47',4,'ready','','2026-11-30 12:05:47','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 4, "created_at": "2026-11-30T12:05:47Z", "previous": {"version": 3, "hash": "sha256:1a134b1f1c102334ec99b2dfbeed078eee87126c0fe15d9ac269fbae4e668006"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}], "selection": {"statuses": ["approved", "labeled", "needs_review", "skipped", "unlabeled"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": true, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',32,32,'','2026-11-30 12:05:49','sha256:f506f0c72b90f7444015835c55b491db2346da824c905b63cb1966b1e6c8a8fd','sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4','sha256:1cb665d37f07789c757f234221a5b99bd74091e07c8b278088a0578b12823b38','{"images": 32, "annotations": 22, "image_bytes": 4562, "by_category": {"1": 8, "2": 0, "3": 10, "4": 4}, "by_split": {"train": 16, "val": 9, "test": 7}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 4,
  "created_at": "2026-11-30T12:05:47Z",
  "hash": "sha256:f506f0c72b90f7444015835c55b491db2346da824c905b63cb1966b1e6c8a8fd",
  "labels_hash": "sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4",
  "samples_hash": "sha256:1cb665d37f07789c757f234221a5b99bd74091e07c8b278088a0578b12823b38",
  "previous": {
    "version": 3,
    "hash": "sha256:1a134b1f1c102334ec99b2dfbeed078eee87126c0fe15d9ac269fbae4e668006"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#77EAD5"
    }
  ],
  "counts": {
    "images": 32,
    "annotations": 22,
    "image_bytes": 4562,
    "by_category": {
      "1": 8,
      "2": 0,
      "3": 10,
      "4": 4
    },
    "by_split": {
      "train": 16,
      "val": 9,
      "test": 7
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled",
      "needs_review",
      "skipped",
      "unlabeled"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": true,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v4-ea4c332db8f16142a97ed8ac4377b05e63261481df33d9725f6448716f8e8901.zip','ea4c332db8f16142a97ed8ac4377b05e63261481df33d9725f6448716f8e8901',27951,1,1,3,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(5,NULL,NULL,1,'2026-11-30 13:05:49',5,'ready','','2026-11-30 13:05:49','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 5, "created_at": "2026-11-30T13:05:49Z", "previous": {"version": 4, "hash": "sha256:f506f0c72b90f7444015835c55b491db2346da824c905b63cb1966b1e6c8a8fd"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}], "selection": {"statuses": ["approved", "labeled", "needs_review", "skipped", "unlabeled"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": true, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "another seed", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',32,32,'','2026-11-30 13:05:51','sha256:06d9ba2a7b094f5d30b89352ffecae4092257f1969adc7e299a69242d2be48ce','sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4','sha256:f49ceb44883732930ab0a74cbd1320742d5b963927340c770eab18e2fd72f48b','{"images": 32, "annotations": 22, "image_bytes": 4562, "by_category": {"1": 8, "2": 0, "3": 10, "4": 4}, "by_split": {"train": 19, "val": 5, "test": 8}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 5,
  "created_at": "2026-11-30T13:05:49Z",
  "hash": "sha256:06d9ba2a7b094f5d30b89352ffecae4092257f1969adc7e299a69242d2be48ce",
  "labels_hash": "sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4",
  "samples_hash": "sha256:f49ceb44883732930ab0a74cbd1320742d5b963927340c770eab18e2fd72f48b",
  "previous": {
    "version": 4,
    "hash": "sha256:f506f0c72b90f7444015835c55b491db2346da824c905b63cb1966b1e6c8a8fd"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#77EAD5"
    }
  ],
  "counts": {
    "images": 32,
    "annotations": 22,
    "image_bytes": 4562,
    "by_category": {
      "1": 8,
      "2": 0,
      "3": 10,
      "4": 4
    },
    "by_split": {
      "train": 19,
      "val": 5,
      "test": 8
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled",
      "needs_review",
      "skipped",
      "unlabeled"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": true,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "another seed",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v5-4fa8f757bdcb1eb77a8807aa3755e9683de109e92e468591a7c9b2542c4103a1.zip','4fa8f757bdcb1eb77a8807aa3755e9683de109e92e468591a7c9b2542c4103a1',27963,1,1,4,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(6,NULL,NULL,0,'2026-11-30 14:05:51',6,'cancelled','','2026-11-30 14:05:51','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 6, "created_at": "2026-11-30T14:05:51Z", "previous": {"version": 5, "hash": "sha256:06d9ba2a7b094f5d30b89352ffecae4092257f1969adc7e299a69242d2be48ce"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 4}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',16,0,'',NULL,'','','',NULL,'','','',NULL,1,1,5,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(7,NULL,NULL,1,'2026-11-30 15:05:51',7,'ready','','2026-11-30 15:05:51','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 7, "created_at": "2026-11-30T15:05:51Z", "previous": {"version": 5, "hash": "sha256:06d9ba2a7b094f5d30b89352ffecae4092257f1969adc7e299a69242d2be48ce"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}], "selection": {"statuses": ["approved", "needs_review"], "category_ids": [1, 3], "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',14,14,'','2026-11-30 15:05:53','sha256:119ea7520881aff6112ad3574836d947767a75831bb5f074b2ae81bd6b6eb004','sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4','sha256:b03da901dc788dc32b61fe6fa7aa42dea90e62aa90c1c8e152ab67c9e042201b','{"images": 14, "annotations": 14, "image_bytes": 2543, "by_category": {"1": 6, "2": 0, "3": 8, "4": 0}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 7,
  "created_at": "2026-11-30T15:05:51Z",
  "hash": "sha256:119ea7520881aff6112ad3574836d947767a75831bb5f074b2ae81bd6b6eb004",
  "labels_hash": "sha256:88be32b265921b1b52dd6e908aaf1043b3e105861ed85ef2d1a83dc4a6484df4",
  "samples_hash": "sha256:b03da901dc788dc32b61fe6fa7aa42dea90e62aa90c1c8e152ab67c9e042201b",
  "previous": {
    "version": 5,
    "hash": "sha256:06d9ba2a7b094f5d30b89352ffecae4092257f1969adc7e299a69242d2be48ce"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#77EAD5"
    }
  ],
  "counts": {
    "images": 14,
    "annotations": 14,
    "image_bytes": 2543,
    "by_category": {
      "1": 6,
      "2": 0,
      "3": 8,
      "4": 0
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "needs_review"
    ],
    "category_ids": [
      1,
      3
    ],
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v7-0770156754a92ca3bda19001c0dfbb77607f9f4ea99dd7ca385b057e2ecf5818.zip','0770156754a92ca3bda19001c0dfbb77607f9f4ea99dd7ca385b057e2ecf5818',14590,1,1,5,'https://spdx.org/licenses/CC-BY-4.0',NULL,39,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(8,NULL,NULL,1,'2026-11-30 16:06:17',8,'ready','','2026-11-30 16:06:17','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 8, "created_at": "2026-11-30T16:06:17Z", "previous": {"version": 7, "hash": "sha256:119ea7520881aff6112ad3574836d947767a75831bb5f074b2ae81bd6b6eb004"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": false, "display_order": 0, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "Gloves", "supercategory": "", "active": true, "display_order": 4, "color": "#EC860D"}], "selection": {"statuses": ["approved", "labeled", "needs_review", "skipped", "unlabeled"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": true, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "ratios": {"train": 8000, "val": 2000, "test": 0}}, "generator": {"name": "labeler", "version": "0.1.0"}}',32,32,'','2026-11-30 16:06:19','sha256:281c404dd0860181f3a1ad42f40a37ffbc87802ddcb20222243f40cf17135fc0','sha256:918d87180fb97e982d53b6a7e6d23d0a19cdc978302a4778f6bfeda825aef2a2','sha256:aed17cc5c8439ac9d72ff473de04e3319f3a5cf9c80267245ac8acd322af92a9','{"images": 32, "annotations": 22, "image_bytes": 4562, "by_category": {"1": 5, "2": 0, "3": 11, "4": 4, "5": 2}, "by_split": {"train": 23, "val": 9, "test": 0}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 8,
  "created_at": "2026-11-30T16:06:17Z",
  "hash": "sha256:281c404dd0860181f3a1ad42f40a37ffbc87802ddcb20222243f40cf17135fc0",
  "labels_hash": "sha256:918d87180fb97e982d53b6a7e6d23d0a19cdc978302a4778f6bfeda825aef2a2",
  "samples_hash": "sha256:aed17cc5c8439ac9d72ff473de04e3319f3a5cf9c80267245ac8acd322af92a9",
  "previous": {
    "version": 7,
    "hash": "sha256:119ea7520881aff6112ad3574836d947767a75831bb5f074b2ae81bd6b6eb004"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "Gloves",
      "supercategory": "",
      "active": true,
      "display_order": 4,
      "color": "#EC860D"
    }
  ],
  "counts": {
    "images": 32,
    "annotations": 22,
    "image_bytes": 4562,
    "by_category": {
      "1": 5,
      "2": 0,
      "3": 11,
      "4": 4,
      "5": 2
    },
    "by_split": {
      "train": 23,
      "val": 9,
      "test": 0
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled",
      "needs_review",
      "skipped",
      "unlabeled"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": true,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
    "ratios": {
      "train": 8000,
      "val": 2000,
      "test": 0
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v8-d604f4b49f187c7565e40a7bcc2243bafb928eafaebf6e2ce9d9464471794b6a.zip','d604f4b49f187c7565e40a7bcc2243bafb928eafaebf6e2ce9d9464471794b6a',28257,1,1,7,'https://spdx.org/licenses/CC-BY-4.0',NULL,47,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(9,NULL,NULL,1,'2026-11-30 17:06:22',9,'ready','','2026-11-30 17:06:22','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 9, "created_at": "2026-11-30T17:06:22Z", "previous": {"version": 8, "hash": "sha256:281c404dd0860181f3a1ad42f40a37ffbc87802ddcb20222243f40cf17135fc0"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": true, "display_order": 0, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "Gloves", "supercategory": "", "active": true, "display_order": 4, "color": "#EC860D"}], "selection": {"statuses": ["approved", "labeled", "skipped"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "ratios": {"train": 8000, "val": 2000, "test": 0}}, "generator": {"name": "labeler", "version": "0.1.0"}}',24,24,'','2026-11-30 17:06:24','sha256:8c382ff6c165cce7f118ac2704bb465e1de3ab942a4ec7f75acecd5c03b537b9','sha256:51d8882ec9bba1ce522d2c67938b262a30394d2f6d0b19398efbcc76cff5fb34','sha256:6987d7bdbb270ecceedf848a2028072af740bb16c43a97d8df8299a03d09db4a','{"images": 24, "annotations": 21, "image_bytes": 3208, "by_category": {"1": 4, "2": 0, "3": 10, "4": 5, "5": 2}, "by_split": {"train": 18, "val": 6, "test": 0}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 9,
  "created_at": "2026-11-30T17:06:22Z",
  "hash": "sha256:8c382ff6c165cce7f118ac2704bb465e1de3ab942a4ec7f75acecd5c03b537b9",
  "labels_hash": "sha256:51d8882ec9bba1ce522d2c67938b262a30394d2f6d0b19398efbcc76cff5fb34",
  "samples_hash": "sha256:6987d7bdbb270ecceedf848a2028072af740bb16c43a97d8df8299a03d09db4a",
  "previous": {
    "version": 8,
    "hash": "sha256:281c404dd0860181f3a1ad42f40a37ffbc87802ddcb20222243f40cf17135fc0"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "Gloves",
      "supercategory": "",
      "active": true,
      "display_order": 4,
      "color": "#EC860D"
    }
  ],
  "counts": {
    "images": 24,
    "annotations": 21,
    "image_bytes": 3208,
    "by_category": {
      "1": 4,
      "2": 0,
      "3": 10,
      "4": 5,
      "5": 2
    },
    "by_split": {
      "train": 18,
      "val": 6,
      "test": 0
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled",
      "skipped"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
    "ratios": {
      "train": 8000,
      "val": 2000,
      "test": 0
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v9-e3f8d32c9995e0c9adf29d52cdedac159c6233d565f0e71f3fd528d406f768c6.zip','e3f8d32c9995e0c9adf29d52cdedac159c6233d565f0e71f3fd528d406f768c6',22148,1,1,8,'https://spdx.org/licenses/CC-BY-4.0',NULL,48,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(10,NULL,NULL,1,'2026-11-30 18:06:24',10,'ready','','2026-11-30 18:06:24','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 10, "created_at": "2026-11-30T18:06:24Z", "previous": {"version": 9, "hash": "sha256:8c382ff6c165cce7f118ac2704bb465e1de3ab942a4ec7f75acecd5c03b537b9"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": true, "display_order": 0, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "Gloves", "supercategory": "", "active": true, "display_order": 4, "color": "#EC860D"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',14,14,'','2026-11-30 18:06:26','sha256:faa7405ef3ef00764cba29da10a4a69f25f1565907e63dc2aab0464dcb4f6838','sha256:51d8882ec9bba1ce522d2c67938b262a30394d2f6d0b19398efbcc76cff5fb34','sha256:4aa21667572385aa6b54ed78833714d69febb51c909f28f73b752c69baf83758','{"images": 14, "annotations": 14, "image_bytes": 2050, "by_category": {"1": 2, "2": 0, "3": 8, "4": 2, "5": 2}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97",
  "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5",
  "version": 10,
  "created_at": "2026-11-30T18:06:24Z",
  "hash": "sha256:faa7405ef3ef00764cba29da10a4a69f25f1565907e63dc2aab0464dcb4f6838",
  "labels_hash": "sha256:51d8882ec9bba1ce522d2c67938b262a30394d2f6d0b19398efbcc76cff5fb34",
  "samples_hash": "sha256:4aa21667572385aa6b54ed78833714d69febb51c909f28f73b752c69baf83758",
  "previous": {
    "version": 9,
    "hash": "sha256:8c382ff6c165cce7f118ac2704bb465e1de3ab942a4ec7f75acecd5c03b537b9"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "Kleid",
      "supercategory": "\u00fcber der Taille",
      "active": true,
      "display_order": 2,
      "color": "#AA3355"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "Never used",
      "supercategory": "",
      "active": false,
      "display_order": 3,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "H\u00fcte",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#0055AA"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "Scarf \u2702 \u00e9",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "Gloves",
      "supercategory": "",
      "active": true,
      "display_order": 4,
      "color": "#EC860D"
    }
  ],
  "counts": {
    "images": 14,
    "annotations": 14,
    "image_bytes": 2050,
    "by_category": {
      "1": 2,
      "2": 0,
      "3": 8,
      "4": 2,
      "5": 2
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v10-39bbe9b614f72305c1e12ea11b4dc7f80cdbda0c4a1ae3eb01d54aa2930dba20.zip','39bbe9b614f72305c1e12ea11b4dc7f80cdbda0c4a1ae3eb01d54aa2930dba20',14370,1,1,9,'https://spdx.org/licenses/CC-BY-4.0',NULL,48,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(11,NULL,NULL,0,'2026-11-30 19:06:26',11,'queued','Still to be built.','2026-11-30 19:06:26','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "dataset_name": "Kleiderschrank \u2013 Gr\u00f6\u00dfe \u00dc \u201c42\u201d \ud83e\udde5", "version": 11, "created_at": "2026-11-30T19:06:26Z", "previous": {"version": 10, "hash": "sha256:faa7405ef3ef00764cba29da10a4a69f25f1565907e63dc2aab0464dcb4f6838"}, "categories": [{"id": 1, "class_index": 0, "name": "Kleid", "supercategory": "\u00fcber der Taille", "active": true, "display_order": 2, "color": "#AA3355"}, {"id": 2, "class_index": 1, "name": "Never used", "supercategory": "", "active": false, "display_order": 3, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "H\u00fcte", "supercategory": "", "active": true, "display_order": 1, "color": "#0055AA"}, {"id": 4, "class_index": 3, "name": "Scarf \u2702 \u00e9", "supercategory": "", "active": true, "display_order": 0, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "Gloves", "supercategory": "", "active": true, "display_order": 4, "color": "#EC860D"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97", "ratios": {"train": 8000, "val": 2000, "test": 0}}, "generator": {"name": "labeler", "version": "0.1.0"}}',21,0,'',NULL,'','','',NULL,'','','',NULL,1,1,10,'https://spdx.org/licenses/CC-BY-4.0',NULL,48,'Bob: Clothes & shoes, 2026.');
INSERT INTO "exports_datasetversion" VALUES(12,NULL,NULL,1,'2026-11-30 20:07:44',1,'ready','','2026-11-30 20:07:44','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a", "dataset_name": "Walk", "version": 1, "created_at": "2026-11-30T20:07:44Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "left", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "right", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "of frames", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',12,12,'','2026-11-30 20:07:46','sha256:190eae32cd420884e102f0b7ed6dc957f418cfc541979fbe29048e3e9c0e5c93','sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa','sha256:8f8df1cf56b9db7111a416fba1d759ce50134a90b7343f43cce5476ef2ae90b7','{"images": 12, "annotations": 12, "image_bytes": 1256, "by_category": {"1": 4, "2": 8}, "by_split": {"train": 9, "val": 0, "test": 3}, "duplicate_images": 1}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a",
  "dataset_name": "Walk",
  "version": 1,
  "created_at": "2026-11-30T20:07:44Z",
  "hash": "sha256:190eae32cd420884e102f0b7ed6dc957f418cfc541979fbe29048e3e9c0e5c93",
  "labels_hash": "sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa",
  "samples_hash": "sha256:8f8df1cf56b9db7111a416fba1d759ce50134a90b7343f43cce5476ef2ae90b7",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "left",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "right",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 12,
    "annotations": 12,
    "image_bytes": 1256,
    "by_category": {
      "1": 4,
      "2": 8
    },
    "by_split": {
      "train": 9,
      "val": 0,
      "test": 3
    },
    "duplicate_images": 1
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "of frames",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v1-4f870a65d632b7deb482d279fc5f960808c752bb1639f45f6bc1bed69ff55262.zip','4f870a65d632b7deb482d279fc5f960808c752bb1639f45f6bc1bed69ff55262',12168,1,2,NULL,NULL,NULL,60,NULL);
INSERT INTO "exports_datasetversion" VALUES(13,NULL,NULL,1,'2026-11-30 21:08:04',2,'ready','','2026-11-30 21:08:04','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a", "dataset_name": "Walk", "version": 2, "created_at": "2026-11-30T21:08:04Z", "previous": {"version": 1, "hash": "sha256:190eae32cd420884e102f0b7ed6dc957f418cfc541979fbe29048e3e9c0e5c93"}, "categories": [{"id": 1, "class_index": 0, "name": "left", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "right", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "of frames", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',16,16,'','2026-11-30 21:08:06','sha256:f44f39433605d50d699ea1a78e15e78d070b510284cffe84385bf284e28c3807','sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa','sha256:c81adf9a4ee793c2dac96fe73d20709c145ff2b12eb6b5f8222a5ed6f0210316','{"images": 16, "annotations": 16, "image_bytes": 1679, "by_category": {"1": 10, "2": 6}, "by_split": {"train": 9, "val": 0, "test": 7}, "duplicate_images": 1}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a",
  "dataset_name": "Walk",
  "version": 2,
  "created_at": "2026-11-30T21:08:04Z",
  "hash": "sha256:f44f39433605d50d699ea1a78e15e78d070b510284cffe84385bf284e28c3807",
  "labels_hash": "sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa",
  "samples_hash": "sha256:c81adf9a4ee793c2dac96fe73d20709c145ff2b12eb6b5f8222a5ed6f0210316",
  "previous": {
    "version": 1,
    "hash": "sha256:190eae32cd420884e102f0b7ed6dc957f418cfc541979fbe29048e3e9c0e5c93"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "left",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "right",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 16,
    "annotations": 16,
    "image_bytes": 1679,
    "by_category": {
      "1": 10,
      "2": 6
    },
    "by_split": {
      "train": 9,
      "val": 0,
      "test": 7
    },
    "duplicate_images": 1
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "of frames",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v2-e8bd0a594276a38dc5294c29bf83eb00e8a0b561e164d591c48f59e1a0f9d43a.zip','e8bd0a594276a38dc5294c29bf83eb00e8a0b561e164d591c48f59e1a0f9d43a',15608,1,2,12,NULL,NULL,66,NULL);
INSERT INTO "exports_datasetversion" VALUES(14,NULL,NULL,1,'2026-11-30 22:08:06',3,'ready','','2026-11-30 22:08:06','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a", "dataset_name": "Walk", "version": 3, "created_at": "2026-11-30T22:08:06Z", "previous": {"version": 2, "hash": "sha256:f44f39433605d50d699ea1a78e15e78d070b510284cffe84385bf284e28c3807"}, "categories": [{"id": 1, "class_index": 0, "name": "left", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "right", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": [1], "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',6,6,'','2026-11-30 22:08:08','sha256:d0a810e410a80a8b2d5f556e39fe7837d3b646f7ca62dde1f53fc5d6be8a299e','sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa','sha256:985b121ebb4d9678a2d7c48175908ecaadaf9213080819c5fd95cb1b8e39b678','{"images": 6, "annotations": 6, "image_bytes": 624, "by_category": {"1": 6, "2": 0}, "by_split": {"train": 0, "val": 2, "test": 4}, "duplicate_images": 1}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a",
  "dataset_name": "Walk",
  "version": 3,
  "created_at": "2026-11-30T22:08:06Z",
  "hash": "sha256:d0a810e410a80a8b2d5f556e39fe7837d3b646f7ca62dde1f53fc5d6be8a299e",
  "labels_hash": "sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa",
  "samples_hash": "sha256:985b121ebb4d9678a2d7c48175908ecaadaf9213080819c5fd95cb1b8e39b678",
  "previous": {
    "version": 2,
    "hash": "sha256:f44f39433605d50d699ea1a78e15e78d070b510284cffe84385bf284e28c3807"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "left",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "right",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 6,
    "annotations": 6,
    "image_bytes": 624,
    "by_category": {
      "1": 6,
      "2": 0
    },
    "by_split": {
      "train": 0,
      "val": 2,
      "test": 4
    },
    "duplicate_images": 1
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": [
      1
    ],
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v3-b2758f99c7a93dffe85ee3a80dc95294e09ef43e264e481f57c82b86e5ba873a.zip','b2758f99c7a93dffe85ee3a80dc95294e09ef43e264e481f57c82b86e5ba873a',7364,1,2,13,NULL,NULL,66,NULL);
INSERT INTO "exports_datasetversion" VALUES(15,NULL,NULL,1,'2026-11-30 23:08:08',4,'ready','','2026-11-30 23:08:08','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a", "dataset_name": "Walk", "version": 4, "created_at": "2026-11-30T23:08:08Z", "previous": {"version": 3, "hash": "sha256:d0a810e410a80a8b2d5f556e39fe7837d3b646f7ca62dde1f53fc5d6be8a299e"}, "categories": [{"id": 1, "class_index": 0, "name": "left", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "right", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled", "needs_review", "skipped", "unlabeled"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',18,18,'','2026-11-30 23:08:10','sha256:361b36e75c1e2c61df66d95e7ef86c02f94418e1cec0208666bd47a0f2e721a3','sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa','sha256:ed726a0fe45c23da0a9c8375d965cda89137cdf37f2c1732eb9fe7679437e43b','{"images": 18, "annotations": 16, "image_bytes": 1887, "by_category": {"1": 10, "2": 6}, "by_split": null, "duplicate_images": 1}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a",
  "dataset_name": "Walk",
  "version": 4,
  "created_at": "2026-11-30T23:08:08Z",
  "hash": "sha256:361b36e75c1e2c61df66d95e7ef86c02f94418e1cec0208666bd47a0f2e721a3",
  "labels_hash": "sha256:a5e4115d8ddfb3b94fba8d00c9fdbf44476981ff32ff670991196cb30556c8aa",
  "samples_hash": "sha256:ed726a0fe45c23da0a9c8375d965cda89137cdf37f2c1732eb9fe7679437e43b",
  "previous": {
    "version": 3,
    "hash": "sha256:d0a810e410a80a8b2d5f556e39fe7837d3b646f7ca62dde1f53fc5d6be8a299e"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "left",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "right",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 18,
    "annotations": 16,
    "image_bytes": 1887,
    "by_category": {
      "1": 10,
      "2": 6
    },
    "by_split": null,
    "duplicate_images": 1
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled",
      "needs_review",
      "skipped",
      "unlabeled"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v4-800000a73be40a8fc27e12fc9085a1b3ccd4324e2f76d0695cee6e3bcecbdad9.zip','800000a73be40a8fc27e12fc9085a1b3ccd4324e2f76d0695cee6e3bcecbdad9',16723,1,2,14,NULL,NULL,66,NULL);
INSERT INTO "exports_datasetversion" VALUES(16,NULL,NULL,1,'2026-12-01 00:09:04',1,'ready','','2026-12-01 00:09:04','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94", "dataset_name": "Phone", "version": 1, "created_at": "2026-12-01T00:09:04Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "day", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "night", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',4,4,'','2026-12-01 00:09:06','sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3','sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a','sha256:d715407d358a3489971c586b63460af1686cf595495f0dd4d4667dc4867ac047','{"images": 4, "annotations": 4, "image_bytes": 424, "by_category": {"1": 4, "2": 0}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94",
  "dataset_name": "Phone",
  "version": 1,
  "created_at": "2026-12-01T00:09:04Z",
  "hash": "sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3",
  "labels_hash": "sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a",
  "samples_hash": "sha256:d715407d358a3489971c586b63460af1686cf595495f0dd4d4667dc4867ac047",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "day",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "night",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 4,
    "annotations": 4,
    "image_bytes": 424,
    "by_category": {
      "1": 4,
      "2": 0
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v1-bbd7101586c52736758630fac9a19e3b1f79db9867d88d812467cf7c73b17aad.zip','bbd7101586c52736758630fac9a19e3b1f79db9867d88d812467cf7c73b17aad',5295,1,3,NULL,'Ask the owner of the phone.',NULL,70,NULL);
INSERT INTO "exports_datasetversion" VALUES(17,NULL,NULL,1,'2026-12-01 01:09:12',2,'ready','','2026-12-01 01:09:12','{"schema_version": "1.1.0", "task_type": "classification_single", "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94", "dataset_name": "Phone", "version": 2, "created_at": "2026-12-01T01:09:12Z", "previous": {"version": 1, "hash": "sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3"}, "categories": [{"id": 1, "class_index": 0, "name": "day", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "night", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',6,6,'','2026-12-01 01:09:14','sha256:2e114a1079fe3c09469f3e2ac369eb7816eafd681f1762f0c61a35d62c8cc5ec','sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a','sha256:6cd8137882aa2e7ea764a6205f3da1ec96e44e5ca02581ec8217b38885dfffa2','{"images": 6, "annotations": 6, "image_bytes": 1694, "by_category": {"1": 4, "2": 2}, "by_split": {"train": 1, "val": 3, "test": 2}, "duplicate_images": 0}','{
  "schema_version": "1.1.0",
  "task_type": "classification_single",
  "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94",
  "dataset_name": "Phone",
  "version": 2,
  "created_at": "2026-12-01T01:09:12Z",
  "hash": "sha256:2e114a1079fe3c09469f3e2ac369eb7816eafd681f1762f0c61a35d62c8cc5ec",
  "labels_hash": "sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a",
  "samples_hash": "sha256:6cd8137882aa2e7ea764a6205f3da1ec96e44e5ca02581ec8217b38885dfffa2",
  "previous": {
    "version": 1,
    "hash": "sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "day",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "night",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 6,
    "annotations": 6,
    "image_bytes": 1694,
    "by_category": {
      "1": 4,
      "2": 2
    },
    "by_split": {
      "train": 1,
      "val": 3,
      "test": 2
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v2-bda566cecd9c1bd9d6a138d3b598f21bd97c20619758b7b295a5f5248ce69a05.zip','bda566cecd9c1bd9d6a138d3b598f21bd97c20619758b7b295a5f5248ce69a05',8381,1,3,16,'Ask the owner of the phone.',NULL,72,NULL);
INSERT INTO "exports_datasetversion" VALUES(18,NULL,NULL,1,'2026-12-01 02:09:17',3,'ready','','2026-12-01 02:09:17','{"schema_version": "1.1.0", "task_type": "classification_single", "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94", "dataset_name": "Phone", "version": 3, "created_at": "2026-12-01T02:09:17Z", "previous": {"version": 2, "hash": "sha256:2e114a1079fe3c09469f3e2ac369eb7816eafd681f1762f0c61a35d62c8cc5ec"}, "categories": [{"id": 1, "class_index": 0, "name": "day", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "night", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',6,6,'','2026-12-01 02:09:19','sha256:4899ed1b40c1df855d44f24e7ad9c49c18d668aaf3affa6781d4fc38585d3482','sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a','sha256:0bca20b6a08308442749dfc17a0f07a49df988db52abeb8ef6aed8c7d074c1c2','{"images": 6, "annotations": 6, "image_bytes": 1694, "by_category": {"1": 5, "2": 1}, "by_split": {"train": 1, "val": 3, "test": 2}, "duplicate_images": 0}','{
  "schema_version": "1.1.0",
  "task_type": "classification_single",
  "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94",
  "dataset_name": "Phone",
  "version": 3,
  "created_at": "2026-12-01T02:09:17Z",
  "hash": "sha256:4899ed1b40c1df855d44f24e7ad9c49c18d668aaf3affa6781d4fc38585d3482",
  "labels_hash": "sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a",
  "samples_hash": "sha256:0bca20b6a08308442749dfc17a0f07a49df988db52abeb8ef6aed8c7d074c1c2",
  "previous": {
    "version": 2,
    "hash": "sha256:2e114a1079fe3c09469f3e2ac369eb7816eafd681f1762f0c61a35d62c8cc5ec"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "day",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "night",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 6,
    "annotations": 6,
    "image_bytes": 1694,
    "by_category": {
      "1": 5,
      "2": 1
    },
    "by_split": {
      "train": 1,
      "val": 3,
      "test": 2
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v3-12665d0e7fa65708e5efbee3d3d30b3584ec696b5d80404f34564f2fa3afd050.zip','12665d0e7fa65708e5efbee3d3d30b3584ec696b5d80404f34564f2fa3afd050',8379,1,3,17,'Ask the owner of the phone.',NULL,73,NULL);
INSERT INTO "exports_datasetversion" VALUES(19,NULL,NULL,1,'2026-12-01 03:09:19',4,'ready','','2026-12-01 03:09:19','{"schema_version": "1.1.0", "task_type": "classification_single", "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94", "dataset_name": "Phone", "version": 4, "created_at": "2026-12-01T03:09:19Z", "previous": {"version": 3, "hash": "sha256:4899ed1b40c1df855d44f24e7ad9c49c18d668aaf3affa6781d4fc38585d3482"}, "categories": [{"id": 1, "class_index": 0, "name": "day", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "night", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": [2], "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',1,1,'','2026-12-01 03:09:21','sha256:42e8da97dd477854e21a7d734793aee3fd3ef8450f3b0c3dc72cd65a64311857','sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a','sha256:0bd4f59b848ae9fed8f6bd66bdd9e6f766b986f8848be8ba47fb9dfb95a6846c','{"images": 1, "annotations": 1, "image_bytes": 633, "by_category": {"1": 0, "2": 1}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.1.0",
  "task_type": "classification_single",
  "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94",
  "dataset_name": "Phone",
  "version": 4,
  "created_at": "2026-12-01T03:09:19Z",
  "hash": "sha256:42e8da97dd477854e21a7d734793aee3fd3ef8450f3b0c3dc72cd65a64311857",
  "labels_hash": "sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a",
  "samples_hash": "sha256:0bd4f59b848ae9fed8f6bd66bdd9e6f766b986f8848be8ba47fb9dfb95a6846c",
  "previous": {
    "version": 3,
    "hash": "sha256:4899ed1b40c1df855d44f24e7ad9c49c18d668aaf3affa6781d4fc38585d3482"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "day",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "night",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 1,
    "annotations": 1,
    "image_bytes": 633,
    "by_category": {
      "1": 0,
      "2": 1
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": [
      2
    ],
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v4-1db1fe2a7ef5613a17baae2e23da0e96a7964b5b078f714ba7f35865fc1cf35f.zip','1db1fe2a7ef5613a17baae2e23da0e96a7964b5b078f714ba7f35865fc1cf35f',3830,1,3,18,'Ask the owner of the phone.',NULL,73,NULL);
INSERT INTO "exports_datasetversion" VALUES(20,NULL,NULL,1,'2026-12-01 04:09:27',5,'ready','','2026-12-01 04:09:27','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94", "dataset_name": "Phone", "version": 5, "created_at": "2026-12-01T04:09:27Z", "previous": {"version": 4, "hash": "sha256:42e8da97dd477854e21a7d734793aee3fd3ef8450f3b0c3dc72cd65a64311857"}, "categories": [{"id": 1, "class_index": 0, "name": "day", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "night", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',4,4,'','2026-12-01 04:09:29','sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3','sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a','sha256:d715407d358a3489971c586b63460af1686cf595495f0dd4d4667dc4867ac047','{"images": 4, "annotations": 4, "image_bytes": 424, "by_category": {"1": 4, "2": 0}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "7e36ce0a-997d-4864-8983-8fc2dea8ea94",
  "dataset_name": "Phone",
  "version": 5,
  "created_at": "2026-12-01T04:09:27Z",
  "hash": "sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3",
  "labels_hash": "sha256:930222d9f9d176f95141f7082124607fafca5dc617ecb6c59496e07a338e493a",
  "samples_hash": "sha256:d715407d358a3489971c586b63460af1686cf595495f0dd4d4667dc4867ac047",
  "previous": {
    "version": 4,
    "hash": "sha256:42e8da97dd477854e21a7d734793aee3fd3ef8450f3b0c3dc72cd65a64311857"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "day",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "night",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 4,
    "annotations": 4,
    "image_bytes": 424,
    "by_category": {
      "1": 4,
      "2": 0
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v5-f0a45f4c49dc62bb13720c36fdfe3ac73cdb9a3764f220037c63db459332b53c.zip','f0a45f4c49dc62bb13720c36fdfe3ac73cdb9a3764f220037c63db459332b53c',5400,1,3,19,'Ask the owner of the phone.',NULL,75,NULL);
INSERT INTO "exports_datasetversion" VALUES(21,NULL,NULL,1,'2026-12-01 05:12:39',1,'ready','','2026-12-01 05:12:39','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e", "dataset_name": "Checked", "version": 1, "created_at": "2026-12-01T05:12:39Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "cat", "supercategory": "animal", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "dog", "supercategory": "animal", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',12,12,'','2026-12-01 05:12:41','sha256:26fba3068200171ba1ac409413e09a5cf7800e87c865b16ac8be3dcfdf483f63','sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69','sha256:baa49e7ac139bd16644ddd3e7712aa73d0323e748a2fd361d60076d14bf354e5','{"images": 12, "annotations": 12, "image_bytes": 1248, "by_category": {"1": 8, "2": 4}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e",
  "dataset_name": "Checked",
  "version": 1,
  "created_at": "2026-12-01T05:12:39Z",
  "hash": "sha256:26fba3068200171ba1ac409413e09a5cf7800e87c865b16ac8be3dcfdf483f63",
  "labels_hash": "sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69",
  "samples_hash": "sha256:baa49e7ac139bd16644ddd3e7712aa73d0323e748a2fd361d60076d14bf354e5",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "cat",
      "supercategory": "animal",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "dog",
      "supercategory": "animal",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 12,
    "annotations": 12,
    "image_bytes": 1248,
    "by_category": {
      "1": 8,
      "2": 4
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v1-09b480aad86ad6352a3503df1c05b382fbcb2f5d7377f0c32f7acc8bddd2357d.zip','09b480aad86ad6352a3503df1c05b382fbcb2f5d7377f0c32f7acc8bddd2357d',11208,1,4,NULL,NULL,NULL,101,NULL);
INSERT INTO "exports_datasetversion" VALUES(22,NULL,NULL,1,'2026-12-01 06:13:41',2,'ready','','2026-12-01 06:13:41','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e", "dataset_name": "Checked", "version": 2, "created_at": "2026-12-01T06:13:41Z", "previous": {"version": 1, "hash": "sha256:26fba3068200171ba1ac409413e09a5cf7800e87c865b16ac8be3dcfdf483f63"}, "categories": [{"id": 1, "class_index": 0, "name": "cat", "supercategory": "animal", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "dog", "supercategory": "animal", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',14,14,'','2026-12-01 06:13:43','sha256:1ea42d72553bb868c5420d7bad54246926b1358a3c9899a2bfbea9d4c23168f0','sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69','sha256:2742c448dd1bb984715a344104eba55e9dfbb6965eae657959acd466610e7baa','{"images": 14, "annotations": 14, "image_bytes": 1456, "by_category": {"1": 8, "2": 6}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e",
  "dataset_name": "Checked",
  "version": 2,
  "created_at": "2026-12-01T06:13:41Z",
  "hash": "sha256:1ea42d72553bb868c5420d7bad54246926b1358a3c9899a2bfbea9d4c23168f0",
  "labels_hash": "sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69",
  "samples_hash": "sha256:2742c448dd1bb984715a344104eba55e9dfbb6965eae657959acd466610e7baa",
  "previous": {
    "version": 1,
    "hash": "sha256:26fba3068200171ba1ac409413e09a5cf7800e87c865b16ac8be3dcfdf483f63"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "cat",
      "supercategory": "animal",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "dog",
      "supercategory": "animal",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 14,
    "annotations": 14,
    "image_bytes": 1456,
    "by_category": {
      "1": 8,
      "2": 6
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  },
  "quality": {
    "schema": "1.4.0",
    "assisted": {
      "images": 0,
      "by": []
    },
    "blind": {
      "images": 0,
      "agree_shown": null,
      "agree_hidden": null
    },
    "check": {
      "size": 6,
      "wrong": 1,
      "upper_bound": 5000
    }
  }
}
','versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v2-07f2ad0cc788440b10ad0b2fa5e292bf7ada45f529bbca6ec02fa8bc079fba37.zip','07f2ad0cc788440b10ad0b2fa5e292bf7ada45f529bbca6ec02fa8bc079fba37',13083,1,4,21,NULL,'{"schema": "1.4.0", "assisted": {"images": 0, "by": []}, "blind": {"images": 0, "agree_shown": null, "agree_hidden": null}, "check": {"size": 6, "wrong": 1, "upper_bound": 5000}}',101,NULL);
INSERT INTO "exports_datasetversion" VALUES(23,NULL,NULL,1,'2026-12-01 07:14:43',3,'ready','','2026-12-01 07:14:43','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e", "dataset_name": "Checked", "version": 3, "created_at": "2026-12-01T07:14:43Z", "previous": {"version": 2, "hash": "sha256:1ea42d72553bb868c5420d7bad54246926b1358a3c9899a2bfbea9d4c23168f0"}, "categories": [{"id": 1, "class_index": 0, "name": "cat", "supercategory": "animal", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "dog", "supercategory": "animal", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',14,14,'','2026-12-01 07:14:45','sha256:147107bc3248cb273a0dfaa9374ac97f461464bff9c1f8a4e366a3e39e50e1ea','sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69','sha256:20b4a2994442710244c52716cd1dbc6d7f603e7ad6beedf046f332056836ce71','{"images": 14, "annotations": 14, "image_bytes": 1456, "by_category": {"1": 8, "2": 6}, "by_split": {"train": 6, "val": 5, "test": 3}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e",
  "dataset_name": "Checked",
  "version": 3,
  "created_at": "2026-12-01T07:14:43Z",
  "hash": "sha256:147107bc3248cb273a0dfaa9374ac97f461464bff9c1f8a4e366a3e39e50e1ea",
  "labels_hash": "sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69",
  "samples_hash": "sha256:20b4a2994442710244c52716cd1dbc6d7f603e7ad6beedf046f332056836ce71",
  "previous": {
    "version": 2,
    "hash": "sha256:1ea42d72553bb868c5420d7bad54246926b1358a3c9899a2bfbea9d4c23168f0"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "cat",
      "supercategory": "animal",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "dog",
      "supercategory": "animal",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 14,
    "annotations": 14,
    "image_bytes": 1456,
    "by_category": {
      "1": 8,
      "2": 6
    },
    "by_split": {
      "train": 6,
      "val": 5,
      "test": 3
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  },
  "quality": {
    "schema": "1.4.0",
    "assisted": {
      "images": 0,
      "by": []
    },
    "blind": {
      "images": 0,
      "agree_shown": null,
      "agree_hidden": null
    },
    "check": {
      "size": 14,
      "wrong": 0,
      "upper_bound": 0
    }
  }
}
','versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v3-b35105b925a719d1757f51d6d270cc4a04addb36d68dd136f9a9401e630ffbd6.zip','b35105b925a719d1757f51d6d270cc4a04addb36d68dd136f9a9401e630ffbd6',13364,1,4,22,NULL,'{"schema": "1.4.0", "assisted": {"images": 0, "by": []}, "blind": {"images": 0, "agree_shown": null, "agree_hidden": null}, "check": {"size": 14, "wrong": 0, "upper_bound": 0}}',101,NULL);
INSERT INTO "exports_datasetversion" VALUES(24,NULL,NULL,1,'2026-12-01 08:14:45',4,'ready','','2026-12-01 08:14:45','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e", "dataset_name": "Checked", "version": 4, "created_at": "2026-12-01T08:14:45Z", "previous": {"version": 3, "hash": "sha256:147107bc3248cb273a0dfaa9374ac97f461464bff9c1f8a4e366a3e39e50e1ea"}, "categories": [{"id": 1, "class_index": 0, "name": "cat", "supercategory": "animal", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "dog", "supercategory": "animal", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": [2], "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',6,6,'','2026-12-01 08:14:47','sha256:c48dc5f3f01e4e2a8e07e0dffa1555b0cf5161b172caf02a0212aa577d3d3a24','sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69','sha256:69bfc825b0cc11f4e7817225532e2a8c0c2b594a267eff60b9aac6ea373b426e','{"images": 6, "annotations": 6, "image_bytes": 624, "by_category": {"1": 0, "2": 6}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "3eaa6f07-7367-4381-a8ca-2d9b3beb289e",
  "dataset_name": "Checked",
  "version": 4,
  "created_at": "2026-12-01T08:14:45Z",
  "hash": "sha256:c48dc5f3f01e4e2a8e07e0dffa1555b0cf5161b172caf02a0212aa577d3d3a24",
  "labels_hash": "sha256:8d566ddc0b8959edc1b0a81633d2c4ee5f43c9060b3368d7922f54d7f1ebbf69",
  "samples_hash": "sha256:69bfc825b0cc11f4e7817225532e2a8c0c2b594a267eff60b9aac6ea373b426e",
  "previous": {
    "version": 3,
    "hash": "sha256:147107bc3248cb273a0dfaa9374ac97f461464bff9c1f8a4e366a3e39e50e1ea"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "cat",
      "supercategory": "animal",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "dog",
      "supercategory": "animal",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 6,
    "annotations": 6,
    "image_bytes": 624,
    "by_category": {
      "1": 0,
      "2": 6
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": [
      2
    ],
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  },
  "quality": {
    "schema": "1.4.0",
    "assisted": {
      "images": 0,
      "by": []
    },
    "blind": {
      "images": 0,
      "agree_shown": null,
      "agree_hidden": null
    },
    "check": {
      "size": 14,
      "wrong": 0,
      "upper_bound": 0
    }
  }
}
','versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v4-4d633f984ce5b4794d389d340c561e27d0afcc843b91ffdf03bd2a77fc13a513.zip','4d633f984ce5b4794d389d340c561e27d0afcc843b91ffdf03bd2a77fc13a513',7193,1,4,23,NULL,'{"schema": "1.4.0", "assisted": {"images": 0, "by": []}, "blind": {"images": 0, "agree_shown": null, "agree_hidden": null}, "check": {"size": 14, "wrong": 0, "upper_bound": 0}}',101,NULL);
INSERT INTO "exports_datasetversion" VALUES(25,NULL,NULL,1,'2026-12-01 09:15:41',1,'ready','','2026-12-01 09:15:41','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "cae822aa-33c8-4bbf-a395-62b97a36c7fa", "dataset_name": "Withdrawn", "version": 1, "created_at": "2026-12-01T09:15:41Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "here", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "there", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',4,4,'','2026-12-01 09:15:43','sha256:4fc4dc2c18aa46cd239aaeeb187d4683357dcf0ac7df13223983318e6555f39f','sha256:be7614878e34b7ff95a6d09f6d24c246425eab3df3f6812d6dbeaddb386d26ea','sha256:5e2ec13ecfa24a16fd0d431841ae059b16da7514981fa27c5e8ed638ae5201a7','{"images": 4, "annotations": 4, "image_bytes": 414, "by_category": {"1": 4, "2": 0}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "cae822aa-33c8-4bbf-a395-62b97a36c7fa",
  "dataset_name": "Withdrawn",
  "version": 1,
  "created_at": "2026-12-01T09:15:41Z",
  "hash": "sha256:4fc4dc2c18aa46cd239aaeeb187d4683357dcf0ac7df13223983318e6555f39f",
  "labels_hash": "sha256:be7614878e34b7ff95a6d09f6d24c246425eab3df3f6812d6dbeaddb386d26ea",
  "samples_hash": "sha256:5e2ec13ecfa24a16fd0d431841ae059b16da7514981fa27c5e8ed638ae5201a7",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "here",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "there",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 4,
    "annotations": 4,
    "image_bytes": 414,
    "by_category": {
      "1": 4,
      "2": 0
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/cae822aa-33c8-4bbf-a395-62b97a36c7fa/v1-0cf5e1198340d883ef27f719760b5804e2ccba773d3fa7289b522906591f838f.zip','0cf5e1198340d883ef27f719760b5804e2ccba773d3fa7289b522906591f838f',5295,1,5,NULL,NULL,NULL,105,NULL);
INSERT INTO "exports_datasetversion" VALUES(26,NULL,NULL,1,'2026-12-01 10:15:49',2,'ready','','2026-12-01 10:15:49','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "cae822aa-33c8-4bbf-a395-62b97a36c7fa", "dataset_name": "Withdrawn", "version": 2, "created_at": "2026-12-01T10:15:49Z", "previous": {"version": 1, "hash": "sha256:4fc4dc2c18aa46cd239aaeeb187d4683357dcf0ac7df13223983318e6555f39f"}, "categories": [{"id": 1, "class_index": 0, "name": "here", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "there", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',6,6,'','2026-12-01 10:15:51','sha256:041d12c1d158a45785cf8488d5a4e977424e68d44d22ff1bc1d9be909af4b568','sha256:be7614878e34b7ff95a6d09f6d24c246425eab3df3f6812d6dbeaddb386d26ea','sha256:d63be39c25ccc033b22c4d19e1c7187be6ac4eb1c027f0f28f81383e9658e56f','{"images": 6, "annotations": 6, "image_bytes": 626, "by_category": {"1": 4, "2": 2}, "by_split": {"train": 4, "val": 1, "test": 1}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "cae822aa-33c8-4bbf-a395-62b97a36c7fa",
  "dataset_name": "Withdrawn",
  "version": 2,
  "created_at": "2026-12-01T10:15:49Z",
  "hash": "sha256:041d12c1d158a45785cf8488d5a4e977424e68d44d22ff1bc1d9be909af4b568",
  "labels_hash": "sha256:be7614878e34b7ff95a6d09f6d24c246425eab3df3f6812d6dbeaddb386d26ea",
  "samples_hash": "sha256:d63be39c25ccc033b22c4d19e1c7187be6ac4eb1c027f0f28f81383e9658e56f",
  "previous": {
    "version": 1,
    "hash": "sha256:4fc4dc2c18aa46cd239aaeeb187d4683357dcf0ac7df13223983318e6555f39f"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "here",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "there",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 6,
    "annotations": 6,
    "image_bytes": 626,
    "by_category": {
      "1": 4,
      "2": 2
    },
    "by_split": {
      "train": 4,
      "val": 1,
      "test": 1
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/cae822aa-33c8-4bbf-a395-62b97a36c7fa/v2-ca787038d944a9bbf68dc5582752709b34f5a05d3741eb64e1cc8d434ba3e4e2.zip','ca787038d944a9bbf68dc5582752709b34f5a05d3741eb64e1cc8d434ba3e4e2',7121,1,5,25,NULL,NULL,107,NULL);
INSERT INTO "exports_datasetversion" VALUES(27,NULL,NULL,1,'2026-12-01 11:16:51',3,'ready','','2026-12-01 11:16:51','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "cae822aa-33c8-4bbf-a395-62b97a36c7fa", "dataset_name": "Withdrawn", "version": 3, "created_at": "2026-12-01T11:16:51Z", "previous": {"version": 2, "hash": "sha256:041d12c1d158a45785cf8488d5a4e977424e68d44d22ff1bc1d9be909af4b568"}, "categories": [{"id": 1, "class_index": 0, "name": "here", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "there", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',5,5,'','2026-12-01 11:16:53','sha256:88827055df63450dfdc7f94bde66ad9638257a3a3599379b1566aa319d09f57f','sha256:be7614878e34b7ff95a6d09f6d24c246425eab3df3f6812d6dbeaddb386d26ea','sha256:b2699869a08838066344b2dc90a2ae7b6bce6fae8c754a1316bd1551865d89a4','{"images": 5, "annotations": 5, "image_bytes": 522, "by_category": {"1": 3, "2": 2}, "by_split": {"train": 4, "val": 0, "test": 1}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "cae822aa-33c8-4bbf-a395-62b97a36c7fa",
  "dataset_name": "Withdrawn",
  "version": 3,
  "created_at": "2026-12-01T11:16:51Z",
  "hash": "sha256:88827055df63450dfdc7f94bde66ad9638257a3a3599379b1566aa319d09f57f",
  "labels_hash": "sha256:be7614878e34b7ff95a6d09f6d24c246425eab3df3f6812d6dbeaddb386d26ea",
  "samples_hash": "sha256:b2699869a08838066344b2dc90a2ae7b6bce6fae8c754a1316bd1551865d89a4",
  "previous": {
    "version": 2,
    "hash": "sha256:041d12c1d158a45785cf8488d5a4e977424e68d44d22ff1bc1d9be909af4b568"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "here",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "there",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 5,
    "annotations": 5,
    "image_bytes": 522,
    "by_category": {
      "1": 3,
      "2": 2
    },
    "by_split": {
      "train": 4,
      "val": 0,
      "test": 1
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/cae822aa-33c8-4bbf-a395-62b97a36c7fa/v3-b59231fead2b4a33da3ff553d3e42f63b50786d2f9c7894b1ba84494bff30a7e.zip','b59231fead2b4a33da3ff553d3e42f63b50786d2f9c7894b1ba84494bff30a7e',6379,1,5,26,NULL,NULL,108,NULL);
INSERT INTO "exports_datasetversion" VALUES(28,NULL,NULL,1,'2026-12-01 12:17:17',1,'ready','','2026-12-01 12:17:17','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "8befe4c5-0cbc-45d6-92e0-85440d54d852", "dataset_name": "Bare", "version": 1, "created_at": "2026-12-01T12:17:17Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "nothing", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}], "selection": {"statuses": ["approved", "labeled", "needs_review", "skipped", "unlabeled"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',3,3,'','2026-12-01 12:17:19','sha256:62bf88ec2220165020dbd79e626a5baeef95c8258d7e2ba3d48c8273056354ef','sha256:63641064176db4242a7e0143d932eeefd30b3afc3bceab15194355d1521b01c8','sha256:27ddc479c7eb048fcdf6cee2b76c82a56f6eb7beb5a4352e46644f38c1941a3d','{"images": 3, "annotations": 0, "image_bytes": 318, "by_category": {"1": 0}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "8befe4c5-0cbc-45d6-92e0-85440d54d852",
  "dataset_name": "Bare",
  "version": 1,
  "created_at": "2026-12-01T12:17:17Z",
  "hash": "sha256:62bf88ec2220165020dbd79e626a5baeef95c8258d7e2ba3d48c8273056354ef",
  "labels_hash": "sha256:63641064176db4242a7e0143d932eeefd30b3afc3bceab15194355d1521b01c8",
  "samples_hash": "sha256:27ddc479c7eb048fcdf6cee2b76c82a56f6eb7beb5a4352e46644f38c1941a3d",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "nothing",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    }
  ],
  "counts": {
    "images": 3,
    "annotations": 0,
    "image_bytes": 318,
    "by_category": {
      "1": 0
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled",
      "needs_review",
      "skipped",
      "unlabeled"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/8befe4c5-0cbc-45d6-92e0-85440d54d852/v1-0d44fe44f28ba2c1683e615f59c82eba0ac7dce419bfa7572126ff4cf9abdc7d.zip','0d44fe44f28ba2c1683e615f59c82eba0ac7dce419bfa7572126ff4cf9abdc7d',4210,1,6,NULL,NULL,NULL,109,NULL);
INSERT INTO "exports_datasetversion" VALUES(29,NULL,NULL,1,'2026-12-01 13:17:19',2,'ready','','2026-12-01 13:17:19','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "8befe4c5-0cbc-45d6-92e0-85440d54d852", "dataset_name": "Bare", "version": 2, "created_at": "2026-12-01T13:17:19Z", "previous": {"version": 1, "hash": "sha256:62bf88ec2220165020dbd79e626a5baeef95c8258d7e2ba3d48c8273056354ef"}, "categories": [{"id": 1, "class_index": 0, "name": "nothing", "supercategory": "", "active": false, "display_order": 0, "color": "#ECD438"}], "selection": {"statuses": ["skipped"], "category_ids": null, "include_unlabeled": true, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": null, "generator": {"name": "labeler", "version": "0.1.0"}}',1,1,'','2026-12-01 13:17:21','sha256:a482f04a6d73e5c40a6908a582fd4910f7986b22d450da0062f4c5694e35d0af','sha256:0cb95fc18a0be2e14309c7c44c69d16682b352f59af2adc4d7ddedc75f3cf036','sha256:c55b1f68e699eb44537abd590c6d0fa4b00aa09b6c76d53cb618575cc63be82c','{"images": 1, "annotations": 0, "image_bytes": 106, "by_category": {"1": 0}, "by_split": null, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "8befe4c5-0cbc-45d6-92e0-85440d54d852",
  "dataset_name": "Bare",
  "version": 2,
  "created_at": "2026-12-01T13:17:19Z",
  "hash": "sha256:a482f04a6d73e5c40a6908a582fd4910f7986b22d450da0062f4c5694e35d0af",
  "labels_hash": "sha256:0cb95fc18a0be2e14309c7c44c69d16682b352f59af2adc4d7ddedc75f3cf036",
  "samples_hash": "sha256:c55b1f68e699eb44537abd590c6d0fa4b00aa09b6c76d53cb618575cc63be82c",
  "previous": {
    "version": 1,
    "hash": "sha256:62bf88ec2220165020dbd79e626a5baeef95c8258d7e2ba3d48c8273056354ef"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "nothing",
      "supercategory": "",
      "active": false,
      "display_order": 0,
      "color": "#ECD438"
    }
  ],
  "counts": {
    "images": 1,
    "annotations": 0,
    "image_bytes": 106,
    "by_category": {
      "1": 0
    },
    "by_split": null,
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "skipped"
    ],
    "category_ids": null,
    "include_unlabeled": true,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": null,
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/8befe4c5-0cbc-45d6-92e0-85440d54d852/v2-fe8d1ce0c4229efa69b2c5ba6c6104bf0724090b4662faf8feb9391e5d579c4f.zip','fe8d1ce0c4229efa69b2c5ba6c6104bf0724090b4662faf8feb9391e5d579c4f',2873,1,6,28,NULL,NULL,109,NULL);
INSERT INTO "exports_datasetversion" VALUES(30,NULL,NULL,1,'2026-12-01 14:21:21',1,'ready','','2026-12-01 14:21:21','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "dataset_name": "Rearranged", "version": 1, "created_at": "2026-12-01T14:21:21Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "class 0", "supercategory": "", "active": false, "display_order": 12, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "class 1", "supercategory": "", "active": true, "display_order": 11, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "class 2", "supercategory": "", "active": false, "display_order": 13, "color": "#C2555A"}, {"id": 4, "class_index": 3, "name": "class 3", "supercategory": "", "active": true, "display_order": 10, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "class 4", "supercategory": "", "active": false, "display_order": 14, "color": "#EC860D"}, {"id": 6, "class_index": 5, "name": "class 5", "supercategory": "", "active": true, "display_order": 9, "color": "#9B5CC5"}, {"id": 7, "class_index": 6, "name": "class 6", "supercategory": "", "active": false, "display_order": 15, "color": "#1C9273"}, {"id": 8, "class_index": 7, "name": "class 7", "supercategory": "", "active": true, "display_order": 8, "color": "#EAA6A5"}, {"id": 9, "class_index": 8, "name": "class 8", "supercategory": "", "active": true, "display_order": 7, "color": "#66AFC6"}, {"id": 10, "class_index": 9, "name": "class 9", "supercategory": "", "active": true, "display_order": 6, "color": "#8F7212"}, {"id": 11, "class_index": 10, "name": "class a", "supercategory": "", "active": true, "display_order": 5, "color": "#BBE294"}, {"id": 12, "class_index": 11, "name": "class b", "supercategory": "", "active": true, "display_order": 4, "color": "#C6779D"}, {"id": 13, "class_index": 12, "name": "class c", "supercategory": "", "active": true, "display_order": 3, "color": "#E3C5FB"}, {"id": 14, "class_index": 13, "name": "class d", "supercategory": "", "active": true, "display_order": 2, "color": "#AEA569"}, {"id": 15, "class_index": 14, "name": "class e", "supercategory": "", "active": true, "display_order": 1, "color": "#ECD438"}, {"id": 16, "class_index": 15, "name": "class f", "supercategory": "", "active": true, "display_order": 0, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',24,24,'','2026-12-01 14:21:23','sha256:3a34f0bd2f0c5eb32b0520cfb5ebf9996ad65f8f180c1e0ef6fb4339a75d80b2','sha256:08197acc9444f39c6f70f814f8ac7e4f6fd3109f49f08e05e94241a573548a06','sha256:3e2dca0fc66ff054afbdd4a2afd7383ba0291ee66d9a61fd40239b91fddce846','{"images": 24, "annotations": 24, "image_bytes": 2518, "by_category": {"1": 0, "2": 2, "3": 0, "4": 2, "5": 0, "6": 6, "7": 0, "8": 6, "9": 0, "10": 4, "11": 0, "12": 4, "13": 0, "14": 0, "15": 0, "16": 0}, "by_split": {"train": 8, "val": 10, "test": 6}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
  "dataset_name": "Rearranged",
  "version": 1,
  "created_at": "2026-12-01T14:21:21Z",
  "hash": "sha256:3a34f0bd2f0c5eb32b0520cfb5ebf9996ad65f8f180c1e0ef6fb4339a75d80b2",
  "labels_hash": "sha256:08197acc9444f39c6f70f814f8ac7e4f6fd3109f49f08e05e94241a573548a06",
  "samples_hash": "sha256:3e2dca0fc66ff054afbdd4a2afd7383ba0291ee66d9a61fd40239b91fddce846",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "class 0",
      "supercategory": "",
      "active": false,
      "display_order": 12,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "class 1",
      "supercategory": "",
      "active": true,
      "display_order": 11,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "class 2",
      "supercategory": "",
      "active": false,
      "display_order": 13,
      "color": "#C2555A"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "class 3",
      "supercategory": "",
      "active": true,
      "display_order": 10,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "class 4",
      "supercategory": "",
      "active": false,
      "display_order": 14,
      "color": "#EC860D"
    },
    {
      "id": 6,
      "class_index": 5,
      "name": "class 5",
      "supercategory": "",
      "active": true,
      "display_order": 9,
      "color": "#9B5CC5"
    },
    {
      "id": 7,
      "class_index": 6,
      "name": "class 6",
      "supercategory": "",
      "active": false,
      "display_order": 15,
      "color": "#1C9273"
    },
    {
      "id": 8,
      "class_index": 7,
      "name": "class 7",
      "supercategory": "",
      "active": true,
      "display_order": 8,
      "color": "#EAA6A5"
    },
    {
      "id": 9,
      "class_index": 8,
      "name": "class 8",
      "supercategory": "",
      "active": true,
      "display_order": 7,
      "color": "#66AFC6"
    },
    {
      "id": 10,
      "class_index": 9,
      "name": "class 9",
      "supercategory": "",
      "active": true,
      "display_order": 6,
      "color": "#8F7212"
    },
    {
      "id": 11,
      "class_index": 10,
      "name": "class a",
      "supercategory": "",
      "active": true,
      "display_order": 5,
      "color": "#BBE294"
    },
    {
      "id": 12,
      "class_index": 11,
      "name": "class b",
      "supercategory": "",
      "active": true,
      "display_order": 4,
      "color": "#C6779D"
    },
    {
      "id": 13,
      "class_index": 12,
      "name": "class c",
      "supercategory": "",
      "active": true,
      "display_order": 3,
      "color": "#E3C5FB"
    },
    {
      "id": 14,
      "class_index": 13,
      "name": "class d",
      "supercategory": "",
      "active": true,
      "display_order": 2,
      "color": "#AEA569"
    },
    {
      "id": 15,
      "class_index": 14,
      "name": "class e",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#ECD438"
    },
    {
      "id": 16,
      "class_index": 15,
      "name": "class f",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 24,
    "annotations": 24,
    "image_bytes": 2518,
    "by_category": {
      "1": 0,
      "2": 2,
      "3": 0,
      "4": 2,
      "5": 0,
      "6": 6,
      "7": 0,
      "8": 6,
      "9": 0,
      "10": 4,
      "11": 0,
      "12": 4,
      "13": 0,
      "14": 0,
      "15": 0,
      "16": 0
    },
    "by_split": {
      "train": 8,
      "val": 10,
      "test": 6
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v1-347060e73c98cb731c12b0af1c32df3e571ea7cc665f9e23c95e5dee6278b876.zip','347060e73c98cb731c12b0af1c32df3e571ea7cc665f9e23c95e5dee6278b876',24354,1,7,NULL,NULL,NULL,133,NULL);
INSERT INTO "exports_datasetversion" VALUES(31,NULL,NULL,1,'2026-12-01 15:21:23',2,'ready','','2026-12-01 15:21:23','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "dataset_name": "Rearranged", "version": 2, "created_at": "2026-12-01T15:21:23Z", "previous": {"version": 1, "hash": "sha256:3a34f0bd2f0c5eb32b0520cfb5ebf9996ad65f8f180c1e0ef6fb4339a75d80b2"}, "categories": [{"id": 1, "class_index": 0, "name": "class 0", "supercategory": "", "active": false, "display_order": 12, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "class 1", "supercategory": "", "active": true, "display_order": 11, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "class 2", "supercategory": "", "active": false, "display_order": 13, "color": "#C2555A"}, {"id": 4, "class_index": 3, "name": "class 3", "supercategory": "", "active": true, "display_order": 10, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "class 4", "supercategory": "", "active": false, "display_order": 14, "color": "#EC860D"}, {"id": 6, "class_index": 5, "name": "class 5", "supercategory": "", "active": true, "display_order": 9, "color": "#9B5CC5"}, {"id": 7, "class_index": 6, "name": "class 6", "supercategory": "", "active": false, "display_order": 15, "color": "#1C9273"}, {"id": 8, "class_index": 7, "name": "class 7", "supercategory": "", "active": true, "display_order": 8, "color": "#EAA6A5"}, {"id": 9, "class_index": 8, "name": "class 8", "supercategory": "", "active": true, "display_order": 7, "color": "#66AFC6"}, {"id": 10, "class_index": 9, "name": "class 9", "supercategory": "", "active": false, "display_order": 6, "color": "#8F7212"}, {"id": 11, "class_index": 10, "name": "class a", "supercategory": "", "active": true, "display_order": 5, "color": "#BBE294"}, {"id": 12, "class_index": 11, "name": "class b", "supercategory": "", "active": false, "display_order": 4, "color": "#C6779D"}, {"id": 13, "class_index": 12, "name": "class c", "supercategory": "", "active": true, "display_order": 3, "color": "#E3C5FB"}, {"id": 14, "class_index": 13, "name": "class d", "supercategory": "", "active": false, "display_order": 2, "color": "#AEA569"}, {"id": 15, "class_index": 14, "name": "class e", "supercategory": "", "active": true, "display_order": 1, "color": "#ECD438"}, {"id": 16, "class_index": 15, "name": "class f", "supercategory": "", "active": true, "display_order": 0, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 8}}, "splits": {"method": "stable-hash-v1", "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',16,16,'','2026-12-01 15:21:25','sha256:2985f644fc0eedb4641494630e9e02abbf928a9ea28a56adb3d821acb71f2241','sha256:225dd2f2d88735e9e7c92ae6c653edce7fd287e77a6441063698145a291ced71','sha256:0116442526f3adacbd30d41cb6291636662ba1c4cba4420464dd0db4fcdb326d','{"images": 16, "annotations": 16, "image_bytes": 1678, "by_category": {"1": 0, "2": 2, "3": 0, "4": 2, "5": 0, "6": 6, "7": 0, "8": 6, "9": 0, "10": 0, "11": 0, "12": 0, "13": 0, "14": 0, "15": 0, "16": 0}, "by_split": {"train": 5, "val": 7, "test": 4}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
  "dataset_name": "Rearranged",
  "version": 2,
  "created_at": "2026-12-01T15:21:23Z",
  "hash": "sha256:2985f644fc0eedb4641494630e9e02abbf928a9ea28a56adb3d821acb71f2241",
  "labels_hash": "sha256:225dd2f2d88735e9e7c92ae6c653edce7fd287e77a6441063698145a291ced71",
  "samples_hash": "sha256:0116442526f3adacbd30d41cb6291636662ba1c4cba4420464dd0db4fcdb326d",
  "previous": {
    "version": 1,
    "hash": "sha256:3a34f0bd2f0c5eb32b0520cfb5ebf9996ad65f8f180c1e0ef6fb4339a75d80b2"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "class 0",
      "supercategory": "",
      "active": false,
      "display_order": 12,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "class 1",
      "supercategory": "",
      "active": true,
      "display_order": 11,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "class 2",
      "supercategory": "",
      "active": false,
      "display_order": 13,
      "color": "#C2555A"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "class 3",
      "supercategory": "",
      "active": true,
      "display_order": 10,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "class 4",
      "supercategory": "",
      "active": false,
      "display_order": 14,
      "color": "#EC860D"
    },
    {
      "id": 6,
      "class_index": 5,
      "name": "class 5",
      "supercategory": "",
      "active": true,
      "display_order": 9,
      "color": "#9B5CC5"
    },
    {
      "id": 7,
      "class_index": 6,
      "name": "class 6",
      "supercategory": "",
      "active": false,
      "display_order": 15,
      "color": "#1C9273"
    },
    {
      "id": 8,
      "class_index": 7,
      "name": "class 7",
      "supercategory": "",
      "active": true,
      "display_order": 8,
      "color": "#EAA6A5"
    },
    {
      "id": 9,
      "class_index": 8,
      "name": "class 8",
      "supercategory": "",
      "active": true,
      "display_order": 7,
      "color": "#66AFC6"
    },
    {
      "id": 10,
      "class_index": 9,
      "name": "class 9",
      "supercategory": "",
      "active": false,
      "display_order": 6,
      "color": "#8F7212"
    },
    {
      "id": 11,
      "class_index": 10,
      "name": "class a",
      "supercategory": "",
      "active": true,
      "display_order": 5,
      "color": "#BBE294"
    },
    {
      "id": 12,
      "class_index": 11,
      "name": "class b",
      "supercategory": "",
      "active": false,
      "display_order": 4,
      "color": "#C6779D"
    },
    {
      "id": 13,
      "class_index": 12,
      "name": "class c",
      "supercategory": "",
      "active": true,
      "display_order": 3,
      "color": "#E3C5FB"
    },
    {
      "id": 14,
      "class_index": 13,
      "name": "class d",
      "supercategory": "",
      "active": false,
      "display_order": 2,
      "color": "#AEA569"
    },
    {
      "id": 15,
      "class_index": 14,
      "name": "class e",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#ECD438"
    },
    {
      "id": 16,
      "class_index": 15,
      "name": "class f",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 16,
    "annotations": 16,
    "image_bytes": 1678,
    "by_category": {
      "1": 0,
      "2": 2,
      "3": 0,
      "4": 2,
      "5": 0,
      "6": 6,
      "7": 0,
      "8": 6,
      "9": 0,
      "10": 0,
      "11": 0,
      "12": 0,
      "13": 0,
      "14": 0,
      "15": 0,
      "16": 0
    },
    "by_split": {
      "train": 5,
      "val": 7,
      "test": 4
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 8
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v2-7c4fe7dc364b126751015ed258f2601824c3ce5a671344b8ad2c691ae4195b8a.zip','7c4fe7dc364b126751015ed258f2601824c3ce5a671344b8ad2c691ae4195b8a',18444,1,7,30,NULL,NULL,133,NULL);
INSERT INTO "exports_datasetversion" VALUES(32,NULL,NULL,1,'2026-12-01 16:21:25',3,'ready','','2026-12-01 16:21:25','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "dataset_name": "Rearranged", "version": 3, "created_at": "2026-12-01T16:21:25Z", "previous": {"version": 2, "hash": "sha256:2985f644fc0eedb4641494630e9e02abbf928a9ea28a56adb3d821acb71f2241"}, "categories": [{"id": 1, "class_index": 0, "name": "class 0", "supercategory": "", "active": false, "display_order": 12, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "class 1", "supercategory": "", "active": true, "display_order": 11, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "class 2", "supercategory": "", "active": false, "display_order": 13, "color": "#C2555A"}, {"id": 4, "class_index": 3, "name": "class 3", "supercategory": "", "active": true, "display_order": 10, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "class 4", "supercategory": "", "active": false, "display_order": 14, "color": "#EC860D"}, {"id": 6, "class_index": 5, "name": "class 5", "supercategory": "", "active": true, "display_order": 9, "color": "#9B5CC5"}, {"id": 7, "class_index": 6, "name": "class 6", "supercategory": "", "active": false, "display_order": 15, "color": "#1C9273"}, {"id": 8, "class_index": 7, "name": "class 7", "supercategory": "", "active": true, "display_order": 8, "color": "#EAA6A5"}, {"id": 9, "class_index": 8, "name": "class 8", "supercategory": "", "active": true, "display_order": 7, "color": "#66AFC6"}, {"id": 10, "class_index": 9, "name": "class 9", "supercategory": "", "active": false, "display_order": 6, "color": "#8F7212"}, {"id": 11, "class_index": 10, "name": "class a", "supercategory": "", "active": true, "display_order": 5, "color": "#BBE294"}, {"id": 12, "class_index": 11, "name": "class b", "supercategory": "", "active": false, "display_order": 4, "color": "#C6779D"}, {"id": 13, "class_index": 12, "name": "class c", "supercategory": "", "active": true, "display_order": 3, "color": "#E3C5FB"}, {"id": 14, "class_index": 13, "name": "class d", "supercategory": "", "active": false, "display_order": 2, "color": "#AEA569"}, {"id": 15, "class_index": 14, "name": "class e", "supercategory": "", "active": true, "display_order": 1, "color": "#ECD438"}, {"id": 16, "class_index": 15, "name": "class f", "supercategory": "", "active": true, "display_order": 0, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": true, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',24,24,'','2026-12-01 16:21:27','sha256:ca4c2cd9da6a58588b074392bca6fbbd24a4b1d1fb3687e67ea00152dd49653e','sha256:225dd2f2d88735e9e7c92ae6c653edce7fd287e77a6441063698145a291ced71','sha256:3e2dca0fc66ff054afbdd4a2afd7383ba0291ee66d9a61fd40239b91fddce846','{"images": 24, "annotations": 24, "image_bytes": 2518, "by_category": {"1": 0, "2": 2, "3": 0, "4": 2, "5": 0, "6": 6, "7": 0, "8": 6, "9": 0, "10": 4, "11": 0, "12": 4, "13": 0, "14": 0, "15": 0, "16": 0}, "by_split": {"train": 8, "val": 10, "test": 6}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
  "dataset_name": "Rearranged",
  "version": 3,
  "created_at": "2026-12-01T16:21:25Z",
  "hash": "sha256:ca4c2cd9da6a58588b074392bca6fbbd24a4b1d1fb3687e67ea00152dd49653e",
  "labels_hash": "sha256:225dd2f2d88735e9e7c92ae6c653edce7fd287e77a6441063698145a291ced71",
  "samples_hash": "sha256:3e2dca0fc66ff054afbdd4a2afd7383ba0291ee66d9a61fd40239b91fddce846",
  "previous": {
    "version": 2,
    "hash": "sha256:2985f644fc0eedb4641494630e9e02abbf928a9ea28a56adb3d821acb71f2241"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "class 0",
      "supercategory": "",
      "active": false,
      "display_order": 12,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "class 1",
      "supercategory": "",
      "active": true,
      "display_order": 11,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "class 2",
      "supercategory": "",
      "active": false,
      "display_order": 13,
      "color": "#C2555A"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "class 3",
      "supercategory": "",
      "active": true,
      "display_order": 10,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "class 4",
      "supercategory": "",
      "active": false,
      "display_order": 14,
      "color": "#EC860D"
    },
    {
      "id": 6,
      "class_index": 5,
      "name": "class 5",
      "supercategory": "",
      "active": true,
      "display_order": 9,
      "color": "#9B5CC5"
    },
    {
      "id": 7,
      "class_index": 6,
      "name": "class 6",
      "supercategory": "",
      "active": false,
      "display_order": 15,
      "color": "#1C9273"
    },
    {
      "id": 8,
      "class_index": 7,
      "name": "class 7",
      "supercategory": "",
      "active": true,
      "display_order": 8,
      "color": "#EAA6A5"
    },
    {
      "id": 9,
      "class_index": 8,
      "name": "class 8",
      "supercategory": "",
      "active": true,
      "display_order": 7,
      "color": "#66AFC6"
    },
    {
      "id": 10,
      "class_index": 9,
      "name": "class 9",
      "supercategory": "",
      "active": false,
      "display_order": 6,
      "color": "#8F7212"
    },
    {
      "id": 11,
      "class_index": 10,
      "name": "class a",
      "supercategory": "",
      "active": true,
      "display_order": 5,
      "color": "#BBE294"
    },
    {
      "id": 12,
      "class_index": 11,
      "name": "class b",
      "supercategory": "",
      "active": false,
      "display_order": 4,
      "color": "#C6779D"
    },
    {
      "id": 13,
      "class_index": 12,
      "name": "class c",
      "supercategory": "",
      "active": true,
      "display_order": 3,
      "color": "#E3C5FB"
    },
    {
      "id": 14,
      "class_index": 13,
      "name": "class d",
      "supercategory": "",
      "active": false,
      "display_order": 2,
      "color": "#AEA569"
    },
    {
      "id": 15,
      "class_index": 14,
      "name": "class e",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#ECD438"
    },
    {
      "id": 16,
      "class_index": 15,
      "name": "class f",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 24,
    "annotations": 24,
    "image_bytes": 2518,
    "by_category": {
      "1": 0,
      "2": 2,
      "3": 0,
      "4": 2,
      "5": 0,
      "6": 6,
      "7": 0,
      "8": 6,
      "9": 0,
      "10": 4,
      "11": 0,
      "12": 4,
      "13": 0,
      "14": 0,
      "15": 0,
      "16": 0
    },
    "by_split": {
      "train": 8,
      "val": 10,
      "test": 6
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": true,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v3-82ba62ccb978d84a16cd380d11ca1283a46b4ad1ca5d8d9eabf81c88f0c3aedb.zip','82ba62ccb978d84a16cd380d11ca1283a46b4ad1ca5d8d9eabf81c88f0c3aedb',24464,1,7,31,NULL,NULL,133,NULL);
INSERT INTO "exports_datasetversion" VALUES(33,NULL,NULL,1,'2026-12-01 17:21:27',4,'ready','','2026-12-01 17:21:27','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "dataset_name": "Rearranged", "version": 4, "created_at": "2026-12-01T17:21:27Z", "previous": {"version": 3, "hash": "sha256:ca4c2cd9da6a58588b074392bca6fbbd24a4b1d1fb3687e67ea00152dd49653e"}, "categories": [{"id": 1, "class_index": 0, "name": "class 0", "supercategory": "", "active": false, "display_order": 12, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "class 1", "supercategory": "", "active": true, "display_order": 11, "color": "#898CFE"}, {"id": 3, "class_index": 2, "name": "class 2", "supercategory": "", "active": false, "display_order": 13, "color": "#C2555A"}, {"id": 4, "class_index": 3, "name": "class 3", "supercategory": "", "active": true, "display_order": 10, "color": "#77EAD5"}, {"id": 5, "class_index": 4, "name": "class 4", "supercategory": "", "active": false, "display_order": 14, "color": "#EC860D"}, {"id": 6, "class_index": 5, "name": "class 5", "supercategory": "", "active": true, "display_order": 9, "color": "#9B5CC5"}, {"id": 7, "class_index": 6, "name": "class 6", "supercategory": "", "active": false, "display_order": 15, "color": "#1C9273"}, {"id": 8, "class_index": 7, "name": "class 7", "supercategory": "", "active": true, "display_order": 8, "color": "#EAA6A5"}, {"id": 9, "class_index": 8, "name": "class 8", "supercategory": "", "active": true, "display_order": 7, "color": "#66AFC6"}, {"id": 10, "class_index": 9, "name": "class 9", "supercategory": "", "active": false, "display_order": 6, "color": "#8F7212"}, {"id": 11, "class_index": 10, "name": "class a", "supercategory": "", "active": true, "display_order": 5, "color": "#BBE294"}, {"id": 12, "class_index": 11, "name": "class b", "supercategory": "", "active": false, "display_order": 4, "color": "#C6779D"}, {"id": 13, "class_index": 12, "name": "class c", "supercategory": "", "active": true, "display_order": 3, "color": "#E3C5FB"}, {"id": 14, "class_index": 13, "name": "class d", "supercategory": "", "active": false, "display_order": 2, "color": "#AEA569"}, {"id": 15, "class_index": 14, "name": "class e", "supercategory": "", "active": true, "display_order": 1, "color": "#ECD438"}, {"id": 16, "class_index": 15, "name": "class f", "supercategory": "", "active": true, "display_order": 0, "color": "#898CFE"}], "selection": {"statuses": ["approved"], "category_ids": [10, 12, 16], "include_unlabeled": false, "include_inactive_categories": true, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',8,8,'','2026-12-01 17:21:29','sha256:f348f86f4d4ce92423763ef21e09da200e6c9b0782503cf2ac9ceba5bc4658bb','sha256:225dd2f2d88735e9e7c92ae6c653edce7fd287e77a6441063698145a291ced71','sha256:f68ae6a8724b610f0399815b62fd7937972a0d324db95f9adc4730f82095ad67','{"images": 8, "annotations": 8, "image_bytes": 840, "by_category": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 0, "10": 4, "11": 0, "12": 4, "13": 0, "14": 0, "15": 0, "16": 0}, "by_split": {"train": 3, "val": 3, "test": 2}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
  "dataset_name": "Rearranged",
  "version": 4,
  "created_at": "2026-12-01T17:21:27Z",
  "hash": "sha256:f348f86f4d4ce92423763ef21e09da200e6c9b0782503cf2ac9ceba5bc4658bb",
  "labels_hash": "sha256:225dd2f2d88735e9e7c92ae6c653edce7fd287e77a6441063698145a291ced71",
  "samples_hash": "sha256:f68ae6a8724b610f0399815b62fd7937972a0d324db95f9adc4730f82095ad67",
  "previous": {
    "version": 3,
    "hash": "sha256:ca4c2cd9da6a58588b074392bca6fbbd24a4b1d1fb3687e67ea00152dd49653e"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "class 0",
      "supercategory": "",
      "active": false,
      "display_order": 12,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "class 1",
      "supercategory": "",
      "active": true,
      "display_order": 11,
      "color": "#898CFE"
    },
    {
      "id": 3,
      "class_index": 2,
      "name": "class 2",
      "supercategory": "",
      "active": false,
      "display_order": 13,
      "color": "#C2555A"
    },
    {
      "id": 4,
      "class_index": 3,
      "name": "class 3",
      "supercategory": "",
      "active": true,
      "display_order": 10,
      "color": "#77EAD5"
    },
    {
      "id": 5,
      "class_index": 4,
      "name": "class 4",
      "supercategory": "",
      "active": false,
      "display_order": 14,
      "color": "#EC860D"
    },
    {
      "id": 6,
      "class_index": 5,
      "name": "class 5",
      "supercategory": "",
      "active": true,
      "display_order": 9,
      "color": "#9B5CC5"
    },
    {
      "id": 7,
      "class_index": 6,
      "name": "class 6",
      "supercategory": "",
      "active": false,
      "display_order": 15,
      "color": "#1C9273"
    },
    {
      "id": 8,
      "class_index": 7,
      "name": "class 7",
      "supercategory": "",
      "active": true,
      "display_order": 8,
      "color": "#EAA6A5"
    },
    {
      "id": 9,
      "class_index": 8,
      "name": "class 8",
      "supercategory": "",
      "active": true,
      "display_order": 7,
      "color": "#66AFC6"
    },
    {
      "id": 10,
      "class_index": 9,
      "name": "class 9",
      "supercategory": "",
      "active": false,
      "display_order": 6,
      "color": "#8F7212"
    },
    {
      "id": 11,
      "class_index": 10,
      "name": "class a",
      "supercategory": "",
      "active": true,
      "display_order": 5,
      "color": "#BBE294"
    },
    {
      "id": 12,
      "class_index": 11,
      "name": "class b",
      "supercategory": "",
      "active": false,
      "display_order": 4,
      "color": "#C6779D"
    },
    {
      "id": 13,
      "class_index": 12,
      "name": "class c",
      "supercategory": "",
      "active": true,
      "display_order": 3,
      "color": "#E3C5FB"
    },
    {
      "id": 14,
      "class_index": 13,
      "name": "class d",
      "supercategory": "",
      "active": false,
      "display_order": 2,
      "color": "#AEA569"
    },
    {
      "id": 15,
      "class_index": 14,
      "name": "class e",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#ECD438"
    },
    {
      "id": 16,
      "class_index": 15,
      "name": "class f",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 8,
    "annotations": 8,
    "image_bytes": 840,
    "by_category": {
      "1": 0,
      "2": 0,
      "3": 0,
      "4": 0,
      "5": 0,
      "6": 0,
      "7": 0,
      "8": 0,
      "9": 0,
      "10": 4,
      "11": 0,
      "12": 4,
      "13": 0,
      "14": 0,
      "15": 0,
      "16": 0
    },
    "by_split": {
      "train": 3,
      "val": 3,
      "test": 2
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved"
    ],
    "category_ids": [
      10,
      12,
      16
    ],
    "include_unlabeled": false,
    "include_inactive_categories": true,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "645f8964-4e06-46ee-bea2-553b7bcfb0b1",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v4-580ff0a0d5320f07af430daedc82d2e9160584ea023137593b77a052c0e72cdc.zip','580ff0a0d5320f07af430daedc82d2e9160584ea023137593b77a052c0e72cdc',12522,1,7,32,NULL,NULL,133,NULL);
INSERT INTO "exports_datasetversion" VALUES(34,NULL,NULL,1,'2026-12-02 18:23:41',1,'ready','','2026-12-02 18:23:41','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "3a2d3d55-e76a-4978-b173-3efa6b6e5fae", "dataset_name": "Talk", "version": 1, "created_at": "2026-12-02T18:23:41Z", "previous": null, "categories": [{"id": 1, "class_index": 0, "name": "yes", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "no", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',8,8,'','2026-12-02 18:23:43','sha256:c9ed23b370e034ff63668e72ec3793ba46b3be8bf9f88cd959b3f08fb7d9dfbb','sha256:17f3ca81babc1ca4717a2baf118162629bb3b1d3883f66d986098cd9299728f0','sha256:c01faf3e97cfd0c2586ea3eb93b72a08548ad3dbc76eda282226ccd5957b326e','{"images": 8, "annotations": 8, "image_bytes": 848, "by_category": {"1": 5, "2": 3}, "by_split": {"train": 2, "val": 2, "test": 4}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "3a2d3d55-e76a-4978-b173-3efa6b6e5fae",
  "dataset_name": "Talk",
  "version": 1,
  "created_at": "2026-12-02T18:23:41Z",
  "hash": "sha256:c9ed23b370e034ff63668e72ec3793ba46b3be8bf9f88cd959b3f08fb7d9dfbb",
  "labels_hash": "sha256:17f3ca81babc1ca4717a2baf118162629bb3b1d3883f66d986098cd9299728f0",
  "samples_hash": "sha256:c01faf3e97cfd0c2586ea3eb93b72a08548ad3dbc76eda282226ccd5957b326e",
  "previous": null,
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "yes",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "no",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 8,
    "annotations": 8,
    "image_bytes": 848,
    "by_category": {
      "1": 5,
      "2": 3
    },
    "by_split": {
      "train": 2,
      "val": 2,
      "test": 4
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/v1-ff02d78d72062decb47212fa9f2fd5984cd5f775dcd666b7c6ff52d75fe0d40b.zip','ff02d78d72062decb47212fa9f2fd5984cd5f775dcd666b7c6ff52d75fe0d40b',8535,1,8,NULL,NULL,NULL,146,NULL);
INSERT INTO "exports_datasetversion" VALUES(35,NULL,NULL,1,'2026-12-02 19:23:49',2,'ready','','2026-12-02 19:23:49','{"schema_version": "1.0.0", "task_type": "classification_single", "dataset_id": "3a2d3d55-e76a-4978-b173-3efa6b6e5fae", "dataset_name": "Talk", "version": 2, "created_at": "2026-12-02T19:23:49Z", "previous": {"version": 1, "hash": "sha256:c9ed23b370e034ff63668e72ec3793ba46b3be8bf9f88cd959b3f08fb7d9dfbb"}, "categories": [{"id": 1, "class_index": 0, "name": "yes", "supercategory": "", "active": true, "display_order": 0, "color": "#ECD438"}, {"id": 2, "class_index": 1, "name": "no", "supercategory": "", "active": true, "display_order": 1, "color": "#898CFE"}], "selection": {"statuses": ["approved", "labeled"], "category_ids": null, "include_unlabeled": false, "include_inactive_categories": false, "excluded": {"unlabeled": 0, "inactive_category": 0}}, "splits": {"method": "stable-hash-v1", "seed": "Kleiderschrank", "ratios": {"train": 5000, "val": 3000, "test": 2000}}, "generator": {"name": "labeler", "version": "0.1.0"}}',7,7,'','2026-12-02 19:23:51','sha256:969db229e3007ded53c489e1c5c5e5e64059ffe435e9bd5469b437b4f72373a5','sha256:17f3ca81babc1ca4717a2baf118162629bb3b1d3883f66d986098cd9299728f0','sha256:1435137391440e794c86bb124670709e0ab4aa3e5ae7ad5b169a223c922baecc','{"images": 7, "annotations": 7, "image_bytes": 742, "by_category": {"1": 5, "2": 2}, "by_split": {"train": 1, "val": 2, "test": 4}, "duplicate_images": 0}','{
  "schema_version": "1.0.0",
  "task_type": "classification_single",
  "dataset_id": "3a2d3d55-e76a-4978-b173-3efa6b6e5fae",
  "dataset_name": "Talk",
  "version": 2,
  "created_at": "2026-12-02T19:23:49Z",
  "hash": "sha256:969db229e3007ded53c489e1c5c5e5e64059ffe435e9bd5469b437b4f72373a5",
  "labels_hash": "sha256:17f3ca81babc1ca4717a2baf118162629bb3b1d3883f66d986098cd9299728f0",
  "samples_hash": "sha256:1435137391440e794c86bb124670709e0ab4aa3e5ae7ad5b169a223c922baecc",
  "previous": {
    "version": 1,
    "hash": "sha256:c9ed23b370e034ff63668e72ec3793ba46b3be8bf9f88cd959b3f08fb7d9dfbb"
  },
  "categories": [
    {
      "id": 1,
      "class_index": 0,
      "name": "yes",
      "supercategory": "",
      "active": true,
      "display_order": 0,
      "color": "#ECD438"
    },
    {
      "id": 2,
      "class_index": 1,
      "name": "no",
      "supercategory": "",
      "active": true,
      "display_order": 1,
      "color": "#898CFE"
    }
  ],
  "counts": {
    "images": 7,
    "annotations": 7,
    "image_bytes": 742,
    "by_category": {
      "1": 5,
      "2": 2
    },
    "by_split": {
      "train": 1,
      "val": 2,
      "test": 4
    },
    "duplicate_images": 0
  },
  "selection": {
    "statuses": [
      "approved",
      "labeled"
    ],
    "category_ids": null,
    "include_unlabeled": false,
    "include_inactive_categories": false,
    "excluded": {
      "unlabeled": 0,
      "inactive_category": 0
    }
  },
  "splits": {
    "method": "stable-hash-v1",
    "seed": "Kleiderschrank",
    "ratios": {
      "train": 5000,
      "val": 3000,
      "test": 2000
    }
  },
  "generator": {
    "name": "labeler",
    "version": "0.1.0"
  }
}
','versions/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/v2-a4d6ff69b77dc0c5ad67e87f5f067a2c66ca01debdbcb841c0dc7ad94f1f8f03.zip','a4d6ff69b77dc0c5ad67e87f5f067a2c66ca01debdbcb841c0dc7ad94f1f8f03',7890,1,8,34,NULL,NULL,148,NULL);
CREATE TABLE "exports_lookalikepair" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "place" integer unsigned NOT NULL CHECK ("place" >= 0), "bits" smallint unsigned NOT NULL CHECK ("bits" >= 0), "one_id" bigint NOT NULL REFERENCES "exports_versionitem" ("id") DEFERRABLE INITIALLY DEFERRED, "other_id" bigint NOT NULL REFERENCES "exports_versionitem" ("id") DEFERRABLE INITIALLY DEFERRED, "report_id" bigint NOT NULL REFERENCES "exports_splitreport" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "lookalike_pair_has_one_place" UNIQUE ("report_id", "place"));
CREATE TABLE "exports_splitreport" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "error" text NOT NULL, "state" varchar(20) NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "by_split_and_category" text NULL CHECK ((JSON_VALID("by_split_and_category") OR "by_split_and_category" IS NULL)), "pairs" integer unsigned NULL CHECK ("pairs" >= 0), "more_pairs" bool NOT NULL, "without_hash" integer unsigned NOT NULL CHECK ("without_hash" >= 0), "version_id" bigint NOT NULL UNIQUE REFERENCES "exports_datasetversion" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "split_report_ready_is_whole" CHECK ((NOT ("state" = 'ready') OR ("by_split_and_category" IS NOT NULL AND "pairs" IS NOT NULL))));
CREATE TABLE "exports_versionfile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "error" text NOT NULL, "kind" varchar(20) NOT NULL, "state" varchar(20) NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "artifact" varchar(255) NOT NULL, "artifact_sha256" varchar(64) NOT NULL, "artifact_size" bigint unsigned NULL CHECK ("artifact_size" >= 0), "used_at" datetime NULL, "version_id" bigint NOT NULL REFERENCES "exports_datasetversion" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "version_file_once_per_kind" UNIQUE ("version_id", "kind"), CONSTRAINT "version_file_ready_is_whole" CHECK ((NOT ("state" = 'ready') OR (NOT ("artifact" = '') AND NOT ("artifact_sha256" = '') AND "artifact_size" IS NOT NULL))));
INSERT INTO "exports_versionfile" VALUES(1,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v1-16fecd02739310cad2e1f015dc640364d2156d34aed53424f6b997d2141f53a3.zip','16fecd02739310cad2e1f015dc640364d2156d34aed53424f6b997d2141f53a3',14485,'2026-11-30 09:05:43',1);
INSERT INTO "exports_versionfile" VALUES(2,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v2-96493aeac9fd4cbdb6e343ec5d2c849813395f1215055de8aa822c761cbae2b1.zip','96493aeac9fd4cbdb6e343ec5d2c849813395f1215055de8aa822c761cbae2b1',13331,'2026-11-30 10:05:45',2);
INSERT INTO "exports_versionfile" VALUES(3,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v3-613e6206818955c28e9b6b57959133524c7619de685550a57a6d4d39f0a250f5.zip','613e6206818955c28e9b6b57959133524c7619de685550a57a6d4d39f0a250f5',19506,'2026-11-30 11:05:47',3);
INSERT INTO "exports_versionfile" VALUES(4,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v4-ea4c332db8f16142a97ed8ac4377b05e63261481df33d9725f6448716f8e8901.zip','ea4c332db8f16142a97ed8ac4377b05e63261481df33d9725f6448716f8e8901',27951,'2026-11-30 12:05:49',4);
INSERT INTO "exports_versionfile" VALUES(5,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v5-4fa8f757bdcb1eb77a8807aa3755e9683de109e92e468591a7c9b2542c4103a1.zip','4fa8f757bdcb1eb77a8807aa3755e9683de109e92e468591a7c9b2542c4103a1',27963,'2026-11-30 13:05:51',5);
INSERT INTO "exports_versionfile" VALUES(6,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v7-0770156754a92ca3bda19001c0dfbb77607f9f4ea99dd7ca385b057e2ecf5818.zip','0770156754a92ca3bda19001c0dfbb77607f9f4ea99dd7ca385b057e2ecf5818',14590,'2026-11-30 15:05:53',7);
INSERT INTO "exports_versionfile" VALUES(7,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v8-d604f4b49f187c7565e40a7bcc2243bafb928eafaebf6e2ce9d9464471794b6a.zip','d604f4b49f187c7565e40a7bcc2243bafb928eafaebf6e2ce9d9464471794b6a',28257,'2026-11-30 16:06:19',8);
INSERT INTO "exports_versionfile" VALUES(8,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v9-e3f8d32c9995e0c9adf29d52cdedac159c6233d565f0e71f3fd528d406f768c6.zip','e3f8d32c9995e0c9adf29d52cdedac159c6233d565f0e71f3fd528d406f768c6',22148,'2026-11-30 17:06:24',9);
INSERT INTO "exports_versionfile" VALUES(9,NULL,NULL,0,NULL,'','published','ready',0,'versions/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v10-39bbe9b614f72305c1e12ea11b4dc7f80cdbda0c4a1ae3eb01d54aa2930dba20.zip','39bbe9b614f72305c1e12ea11b4dc7f80cdbda0c4a1ae3eb01d54aa2930dba20',14370,'2026-11-30 18:06:26',10);
INSERT INTO "exports_versionfile" VALUES(10,NULL,NULL,0,NULL,'','published','ready',0,'versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v1-4f870a65d632b7deb482d279fc5f960808c752bb1639f45f6bc1bed69ff55262.zip','4f870a65d632b7deb482d279fc5f960808c752bb1639f45f6bc1bed69ff55262',12168,'2026-11-30 20:07:46',12);
INSERT INTO "exports_versionfile" VALUES(11,NULL,NULL,0,NULL,'','published','ready',0,'versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v2-e8bd0a594276a38dc5294c29bf83eb00e8a0b561e164d591c48f59e1a0f9d43a.zip','e8bd0a594276a38dc5294c29bf83eb00e8a0b561e164d591c48f59e1a0f9d43a',15608,'2026-11-30 21:08:06',13);
INSERT INTO "exports_versionfile" VALUES(12,NULL,NULL,0,NULL,'','published','ready',0,'versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v3-b2758f99c7a93dffe85ee3a80dc95294e09ef43e264e481f57c82b86e5ba873a.zip','b2758f99c7a93dffe85ee3a80dc95294e09ef43e264e481f57c82b86e5ba873a',7364,'2026-11-30 22:08:08',14);
INSERT INTO "exports_versionfile" VALUES(13,NULL,NULL,0,NULL,'','published','ready',0,'versions/7b8e5d71-a8ed-4044-bfc4-a1fa7062ef7a/v4-800000a73be40a8fc27e12fc9085a1b3ccd4324e2f76d0695cee6e3bcecbdad9.zip','800000a73be40a8fc27e12fc9085a1b3ccd4324e2f76d0695cee6e3bcecbdad9',16723,'2026-11-30 23:08:10',15);
INSERT INTO "exports_versionfile" VALUES(14,NULL,NULL,0,NULL,'','published','ready',0,'versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v1-bbd7101586c52736758630fac9a19e3b1f79db9867d88d812467cf7c73b17aad.zip','bbd7101586c52736758630fac9a19e3b1f79db9867d88d812467cf7c73b17aad',5295,'2026-12-01 00:09:06',16);
INSERT INTO "exports_versionfile" VALUES(15,NULL,NULL,0,NULL,'','published','ready',0,'versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v2-bda566cecd9c1bd9d6a138d3b598f21bd97c20619758b7b295a5f5248ce69a05.zip','bda566cecd9c1bd9d6a138d3b598f21bd97c20619758b7b295a5f5248ce69a05',8381,'2026-12-01 01:09:14',17);
INSERT INTO "exports_versionfile" VALUES(16,NULL,NULL,0,NULL,'','published','ready',0,'versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v3-12665d0e7fa65708e5efbee3d3d30b3584ec696b5d80404f34564f2fa3afd050.zip','12665d0e7fa65708e5efbee3d3d30b3584ec696b5d80404f34564f2fa3afd050',8379,'2026-12-01 02:09:19',18);
INSERT INTO "exports_versionfile" VALUES(17,NULL,NULL,0,NULL,'','published','ready',0,'versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v4-1db1fe2a7ef5613a17baae2e23da0e96a7964b5b078f714ba7f35865fc1cf35f.zip','1db1fe2a7ef5613a17baae2e23da0e96a7964b5b078f714ba7f35865fc1cf35f',3830,'2026-12-01 03:09:21',19);
INSERT INTO "exports_versionfile" VALUES(18,NULL,NULL,0,NULL,'','published','ready',0,'versions/7e36ce0a-997d-4864-8983-8fc2dea8ea94/v5-f0a45f4c49dc62bb13720c36fdfe3ac73cdb9a3764f220037c63db459332b53c.zip','f0a45f4c49dc62bb13720c36fdfe3ac73cdb9a3764f220037c63db459332b53c',5400,'2026-12-01 04:09:29',20);
INSERT INTO "exports_versionfile" VALUES(19,NULL,NULL,0,NULL,'','published','ready',0,'versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v1-09b480aad86ad6352a3503df1c05b382fbcb2f5d7377f0c32f7acc8bddd2357d.zip','09b480aad86ad6352a3503df1c05b382fbcb2f5d7377f0c32f7acc8bddd2357d',11208,'2026-12-01 05:12:41',21);
INSERT INTO "exports_versionfile" VALUES(20,NULL,NULL,0,NULL,'','published','ready',0,'versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v2-07f2ad0cc788440b10ad0b2fa5e292bf7ada45f529bbca6ec02fa8bc079fba37.zip','07f2ad0cc788440b10ad0b2fa5e292bf7ada45f529bbca6ec02fa8bc079fba37',13083,'2026-12-01 06:13:43',22);
INSERT INTO "exports_versionfile" VALUES(21,NULL,NULL,0,NULL,'','published','ready',0,'versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v3-b35105b925a719d1757f51d6d270cc4a04addb36d68dd136f9a9401e630ffbd6.zip','b35105b925a719d1757f51d6d270cc4a04addb36d68dd136f9a9401e630ffbd6',13364,'2026-12-01 07:14:45',23);
INSERT INTO "exports_versionfile" VALUES(22,NULL,NULL,0,NULL,'','published','ready',0,'versions/3eaa6f07-7367-4381-a8ca-2d9b3beb289e/v4-4d633f984ce5b4794d389d340c561e27d0afcc843b91ffdf03bd2a77fc13a513.zip','4d633f984ce5b4794d389d340c561e27d0afcc843b91ffdf03bd2a77fc13a513',7193,'2026-12-01 08:14:47',24);
INSERT INTO "exports_versionfile" VALUES(25,NULL,NULL,1,'2026-12-01 10:16:51','','withdrawn','ready',4,'versions/cae822aa-33c8-4bbf-a395-62b97a36c7fa/v1-withdrawn-1-88f4f27852c606c2a8ae3bb70de24dd3752c360b65a42a7358e349557fd24e2f.zip','88f4f27852c606c2a8ae3bb70de24dd3752c360b65a42a7358e349557fd24e2f',5306,'2026-12-01 10:16:51',25);
INSERT INTO "exports_versionfile" VALUES(26,NULL,NULL,1,'2026-12-01 10:16:51','','withdrawn','ready',6,'versions/cae822aa-33c8-4bbf-a395-62b97a36c7fa/v2-withdrawn-1-b74026c8706d4ffa4b45d0c76e29ce2e0ef7d2d29a3944c0b875d5bef39ff27e.zip','b74026c8706d4ffa4b45d0c76e29ce2e0ef7d2d29a3944c0b875d5bef39ff27e',7132,'2026-12-01 10:16:51',26);
INSERT INTO "exports_versionfile" VALUES(27,NULL,NULL,0,NULL,'','published','ready',0,'versions/cae822aa-33c8-4bbf-a395-62b97a36c7fa/v3-b59231fead2b4a33da3ff553d3e42f63b50786d2f9c7894b1ba84494bff30a7e.zip','b59231fead2b4a33da3ff553d3e42f63b50786d2f9c7894b1ba84494bff30a7e',6379,'2026-12-01 11:16:53',27);
INSERT INTO "exports_versionfile" VALUES(28,NULL,NULL,0,NULL,'','published','ready',0,'versions/8befe4c5-0cbc-45d6-92e0-85440d54d852/v1-0d44fe44f28ba2c1683e615f59c82eba0ac7dce419bfa7572126ff4cf9abdc7d.zip','0d44fe44f28ba2c1683e615f59c82eba0ac7dce419bfa7572126ff4cf9abdc7d',4210,'2026-12-01 12:17:19',28);
INSERT INTO "exports_versionfile" VALUES(29,NULL,NULL,0,NULL,'','published','ready',0,'versions/8befe4c5-0cbc-45d6-92e0-85440d54d852/v2-fe8d1ce0c4229efa69b2c5ba6c6104bf0724090b4662faf8feb9391e5d579c4f.zip','fe8d1ce0c4229efa69b2c5ba6c6104bf0724090b4662faf8feb9391e5d579c4f',2873,'2026-12-01 13:17:21',29);
INSERT INTO "exports_versionfile" VALUES(30,NULL,NULL,0,NULL,'','published','ready',0,'versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v1-347060e73c98cb731c12b0af1c32df3e571ea7cc665f9e23c95e5dee6278b876.zip','347060e73c98cb731c12b0af1c32df3e571ea7cc665f9e23c95e5dee6278b876',24354,'2026-12-01 14:21:23',30);
INSERT INTO "exports_versionfile" VALUES(31,NULL,NULL,0,NULL,'','published','ready',0,'versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v2-7c4fe7dc364b126751015ed258f2601824c3ce5a671344b8ad2c691ae4195b8a.zip','7c4fe7dc364b126751015ed258f2601824c3ce5a671344b8ad2c691ae4195b8a',18444,'2026-12-01 15:21:25',31);
INSERT INTO "exports_versionfile" VALUES(32,NULL,NULL,0,NULL,'','published','ready',0,'versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v3-82ba62ccb978d84a16cd380d11ca1283a46b4ad1ca5d8d9eabf81c88f0c3aedb.zip','82ba62ccb978d84a16cd380d11ca1283a46b4ad1ca5d8d9eabf81c88f0c3aedb',24464,'2026-12-01 16:21:27',32);
INSERT INTO "exports_versionfile" VALUES(33,NULL,NULL,0,NULL,'','published','ready',0,'versions/645f8964-4e06-46ee-bea2-553b7bcfb0b1/v4-580ff0a0d5320f07af430daedc82d2e9160584ea023137593b77a052c0e72cdc.zip','580ff0a0d5320f07af430daedc82d2e9160584ea023137593b77a052c0e72cdc',12522,'2026-12-01 17:21:29',33);
INSERT INTO "exports_versionfile" VALUES(34,NULL,NULL,0,NULL,'','published','ready',0,'versions/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/v1-ff02d78d72062decb47212fa9f2fd5984cd5f775dcd666b7c6ff52d75fe0d40b.zip','ff02d78d72062decb47212fa9f2fd5984cd5f775dcd666b7c6ff52d75fe0d40b',8535,'2026-12-02 18:23:43',34);
INSERT INTO "exports_versionfile" VALUES(35,NULL,NULL,0,NULL,'','published','ready',0,'versions/3a2d3d55-e76a-4978-b173-3efa6b6e5fae/v2-a4d6ff69b77dc0c5ad67e87f5f067a2c66ca01debdbcb841c0dc7ad94f1f8f03.zip','a4d6ff69b77dc0c5ad67e87f5f067a2c66ca01debdbcb841c0dc7ad94f1f8f03',7890,'2026-12-02 19:23:51',35);
CREATE TABLE "exports_versionitem" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "class_index" integer unsigned NULL CHECK ("class_index" >= 0), "asset_id" bigint NOT NULL REFERENCES "assets_asset" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "exports_datasetversion" ("id") DEFERRABLE INITIALLY DEFERRED, "revision" integer NULL, CONSTRAINT "version_item_once_per_asset" UNIQUE ("version_id", "asset_id"));
INSERT INTO "exports_versionitem" VALUES(1,0,1,1,2);
INSERT INTO "exports_versionitem" VALUES(2,0,2,1,2);
INSERT INTO "exports_versionitem" VALUES(3,0,3,1,2);
INSERT INTO "exports_versionitem" VALUES(4,0,4,1,2);
INSERT INTO "exports_versionitem" VALUES(5,0,5,1,2);
INSERT INTO "exports_versionitem" VALUES(6,0,6,1,2);
INSERT INTO "exports_versionitem" VALUES(7,2,9,1,2);
INSERT INTO "exports_versionitem" VALUES(8,2,10,1,2);
INSERT INTO "exports_versionitem" VALUES(9,2,11,1,2);
INSERT INTO "exports_versionitem" VALUES(10,2,12,1,2);
INSERT INTO "exports_versionitem" VALUES(11,2,13,1,2);
INSERT INTO "exports_versionitem" VALUES(12,2,14,1,2);
INSERT INTO "exports_versionitem" VALUES(13,3,17,1,2);
INSERT INTO "exports_versionitem" VALUES(14,3,18,1,2);
INSERT INTO "exports_versionitem" VALUES(15,0,1,2,2);
INSERT INTO "exports_versionitem" VALUES(16,0,2,2,2);
INSERT INTO "exports_versionitem" VALUES(17,0,3,2,2);
INSERT INTO "exports_versionitem" VALUES(18,0,4,2,2);
INSERT INTO "exports_versionitem" VALUES(19,0,5,2,2);
INSERT INTO "exports_versionitem" VALUES(20,0,6,2,2);
INSERT INTO "exports_versionitem" VALUES(21,2,9,2,2);
INSERT INTO "exports_versionitem" VALUES(22,2,10,2,2);
INSERT INTO "exports_versionitem" VALUES(23,2,11,2,2);
INSERT INTO "exports_versionitem" VALUES(24,2,12,2,2);
INSERT INTO "exports_versionitem" VALUES(25,2,13,2,2);
INSERT INTO "exports_versionitem" VALUES(26,2,14,2,2);
INSERT INTO "exports_versionitem" VALUES(27,0,1,3,2);
INSERT INTO "exports_versionitem" VALUES(28,0,2,3,2);
INSERT INTO "exports_versionitem" VALUES(29,0,3,3,2);
INSERT INTO "exports_versionitem" VALUES(30,0,4,3,2);
INSERT INTO "exports_versionitem" VALUES(31,0,5,3,2);
INSERT INTO "exports_versionitem" VALUES(32,0,6,3,2);
INSERT INTO "exports_versionitem" VALUES(33,0,7,3,1);
INSERT INTO "exports_versionitem" VALUES(34,0,8,3,1);
INSERT INTO "exports_versionitem" VALUES(35,2,9,3,2);
INSERT INTO "exports_versionitem" VALUES(36,2,10,3,2);
INSERT INTO "exports_versionitem" VALUES(37,2,11,3,2);
INSERT INTO "exports_versionitem" VALUES(38,2,12,3,2);
INSERT INTO "exports_versionitem" VALUES(39,2,13,3,2);
INSERT INTO "exports_versionitem" VALUES(40,2,14,3,2);
INSERT INTO "exports_versionitem" VALUES(41,2,15,3,1);
INSERT INTO "exports_versionitem" VALUES(42,2,16,3,1);
INSERT INTO "exports_versionitem" VALUES(43,3,17,3,2);
INSERT INTO "exports_versionitem" VALUES(44,3,18,3,2);
INSERT INTO "exports_versionitem" VALUES(45,3,19,3,1);
INSERT INTO "exports_versionitem" VALUES(46,3,20,3,1);
INSERT INTO "exports_versionitem" VALUES(47,0,1,4,2);
INSERT INTO "exports_versionitem" VALUES(48,0,2,4,2);
INSERT INTO "exports_versionitem" VALUES(49,0,3,4,2);
INSERT INTO "exports_versionitem" VALUES(50,0,4,4,2);
INSERT INTO "exports_versionitem" VALUES(51,0,5,4,2);
INSERT INTO "exports_versionitem" VALUES(52,0,6,4,2);
INSERT INTO "exports_versionitem" VALUES(53,0,7,4,1);
INSERT INTO "exports_versionitem" VALUES(54,0,8,4,1);
INSERT INTO "exports_versionitem" VALUES(55,2,9,4,2);
INSERT INTO "exports_versionitem" VALUES(56,2,10,4,2);
INSERT INTO "exports_versionitem" VALUES(57,2,11,4,2);
INSERT INTO "exports_versionitem" VALUES(58,2,12,4,2);
INSERT INTO "exports_versionitem" VALUES(59,2,13,4,2);
INSERT INTO "exports_versionitem" VALUES(60,2,14,4,2);
INSERT INTO "exports_versionitem" VALUES(61,2,15,4,1);
INSERT INTO "exports_versionitem" VALUES(62,2,16,4,1);
INSERT INTO "exports_versionitem" VALUES(63,3,17,4,2);
INSERT INTO "exports_versionitem" VALUES(64,3,18,4,2);
INSERT INTO "exports_versionitem" VALUES(65,3,19,4,1);
INSERT INTO "exports_versionitem" VALUES(66,3,20,4,1);
INSERT INTO "exports_versionitem" VALUES(67,2,21,4,1);
INSERT INTO "exports_versionitem" VALUES(68,2,22,4,1);
INSERT INTO "exports_versionitem" VALUES(69,NULL,23,4,1);
INSERT INTO "exports_versionitem" VALUES(70,NULL,24,4,1);
INSERT INTO "exports_versionitem" VALUES(71,NULL,25,4,1);
INSERT INTO "exports_versionitem" VALUES(72,NULL,26,4,0);
INSERT INTO "exports_versionitem" VALUES(73,NULL,27,4,0);
INSERT INTO "exports_versionitem" VALUES(74,NULL,28,4,0);
INSERT INTO "exports_versionitem" VALUES(75,NULL,29,4,0);
INSERT INTO "exports_versionitem" VALUES(76,NULL,30,4,0);
INSERT INTO "exports_versionitem" VALUES(77,NULL,31,4,0);
INSERT INTO "exports_versionitem" VALUES(78,NULL,32,4,0);
INSERT INTO "exports_versionitem" VALUES(79,0,1,5,2);
INSERT INTO "exports_versionitem" VALUES(80,0,2,5,2);
INSERT INTO "exports_versionitem" VALUES(81,0,3,5,2);
INSERT INTO "exports_versionitem" VALUES(82,0,4,5,2);
INSERT INTO "exports_versionitem" VALUES(83,0,5,5,2);
INSERT INTO "exports_versionitem" VALUES(84,0,6,5,2);
INSERT INTO "exports_versionitem" VALUES(85,0,7,5,1);
INSERT INTO "exports_versionitem" VALUES(86,0,8,5,1);
INSERT INTO "exports_versionitem" VALUES(87,2,9,5,2);
INSERT INTO "exports_versionitem" VALUES(88,2,10,5,2);
INSERT INTO "exports_versionitem" VALUES(89,2,11,5,2);
INSERT INTO "exports_versionitem" VALUES(90,2,12,5,2);
INSERT INTO "exports_versionitem" VALUES(91,2,13,5,2);
INSERT INTO "exports_versionitem" VALUES(92,2,14,5,2);
INSERT INTO "exports_versionitem" VALUES(93,2,15,5,1);
INSERT INTO "exports_versionitem" VALUES(94,2,16,5,1);
INSERT INTO "exports_versionitem" VALUES(95,3,17,5,2);
INSERT INTO "exports_versionitem" VALUES(96,3,18,5,2);
INSERT INTO "exports_versionitem" VALUES(97,3,19,5,1);
INSERT INTO "exports_versionitem" VALUES(98,3,20,5,1);
INSERT INTO "exports_versionitem" VALUES(99,2,21,5,1);
INSERT INTO "exports_versionitem" VALUES(100,2,22,5,1);
INSERT INTO "exports_versionitem" VALUES(101,NULL,23,5,1);
INSERT INTO "exports_versionitem" VALUES(102,NULL,24,5,1);
INSERT INTO "exports_versionitem" VALUES(103,NULL,25,5,1);
INSERT INTO "exports_versionitem" VALUES(104,NULL,26,5,0);
INSERT INTO "exports_versionitem" VALUES(105,NULL,27,5,0);
INSERT INTO "exports_versionitem" VALUES(106,NULL,28,5,0);
INSERT INTO "exports_versionitem" VALUES(107,NULL,29,5,0);
INSERT INTO "exports_versionitem" VALUES(108,NULL,30,5,0);
INSERT INTO "exports_versionitem" VALUES(109,NULL,31,5,0);
INSERT INTO "exports_versionitem" VALUES(110,NULL,32,5,0);
INSERT INTO "exports_versionitem" VALUES(111,0,1,6,2);
INSERT INTO "exports_versionitem" VALUES(112,0,2,6,2);
INSERT INTO "exports_versionitem" VALUES(113,0,3,6,2);
INSERT INTO "exports_versionitem" VALUES(114,0,4,6,2);
INSERT INTO "exports_versionitem" VALUES(115,0,5,6,2);
INSERT INTO "exports_versionitem" VALUES(116,0,6,6,2);
INSERT INTO "exports_versionitem" VALUES(117,0,7,6,1);
INSERT INTO "exports_versionitem" VALUES(118,0,8,6,1);
INSERT INTO "exports_versionitem" VALUES(119,2,9,6,2);
INSERT INTO "exports_versionitem" VALUES(120,2,10,6,2);
INSERT INTO "exports_versionitem" VALUES(121,2,11,6,2);
INSERT INTO "exports_versionitem" VALUES(122,2,12,6,2);
INSERT INTO "exports_versionitem" VALUES(123,2,13,6,2);
INSERT INTO "exports_versionitem" VALUES(124,2,14,6,2);
INSERT INTO "exports_versionitem" VALUES(125,2,15,6,1);
INSERT INTO "exports_versionitem" VALUES(126,2,16,6,1);
INSERT INTO "exports_versionitem" VALUES(127,0,1,7,2);
INSERT INTO "exports_versionitem" VALUES(128,0,2,7,2);
INSERT INTO "exports_versionitem" VALUES(129,0,3,7,2);
INSERT INTO "exports_versionitem" VALUES(130,0,4,7,2);
INSERT INTO "exports_versionitem" VALUES(131,0,5,7,2);
INSERT INTO "exports_versionitem" VALUES(132,0,6,7,2);
INSERT INTO "exports_versionitem" VALUES(133,2,9,7,2);
INSERT INTO "exports_versionitem" VALUES(134,2,10,7,2);
INSERT INTO "exports_versionitem" VALUES(135,2,11,7,2);
INSERT INTO "exports_versionitem" VALUES(136,2,12,7,2);
INSERT INTO "exports_versionitem" VALUES(137,2,13,7,2);
INSERT INTO "exports_versionitem" VALUES(138,2,14,7,2);
INSERT INTO "exports_versionitem" VALUES(139,2,21,7,1);
INSERT INTO "exports_versionitem" VALUES(140,2,22,7,1);
INSERT INTO "exports_versionitem" VALUES(141,2,1,8,3);
INSERT INTO "exports_versionitem" VALUES(142,2,2,8,3);
INSERT INTO "exports_versionitem" VALUES(143,0,3,8,3);
INSERT INTO "exports_versionitem" VALUES(144,NULL,4,8,3);
INSERT INTO "exports_versionitem" VALUES(145,0,5,8,2);
INSERT INTO "exports_versionitem" VALUES(146,0,6,8,2);
INSERT INTO "exports_versionitem" VALUES(147,0,7,8,1);
INSERT INTO "exports_versionitem" VALUES(148,0,8,8,1);
INSERT INTO "exports_versionitem" VALUES(149,2,9,8,2);
INSERT INTO "exports_versionitem" VALUES(150,NULL,10,8,3);
INSERT INTO "exports_versionitem" VALUES(151,2,11,8,2);
INSERT INTO "exports_versionitem" VALUES(152,2,12,8,2);
INSERT INTO "exports_versionitem" VALUES(153,2,13,8,2);
INSERT INTO "exports_versionitem" VALUES(154,2,14,8,2);
INSERT INTO "exports_versionitem" VALUES(155,2,15,8,1);
INSERT INTO "exports_versionitem" VALUES(156,2,16,8,1);
INSERT INTO "exports_versionitem" VALUES(157,3,17,8,2);
INSERT INTO "exports_versionitem" VALUES(158,3,18,8,2);
INSERT INTO "exports_versionitem" VALUES(159,3,19,8,1);
INSERT INTO "exports_versionitem" VALUES(160,3,20,8,1);
INSERT INTO "exports_versionitem" VALUES(161,2,21,8,2);
INSERT INTO "exports_versionitem" VALUES(162,2,22,8,1);
INSERT INTO "exports_versionitem" VALUES(163,NULL,23,8,1);
INSERT INTO "exports_versionitem" VALUES(164,NULL,24,8,1);
INSERT INTO "exports_versionitem" VALUES(165,NULL,25,8,1);
INSERT INTO "exports_versionitem" VALUES(166,NULL,26,8,0);
INSERT INTO "exports_versionitem" VALUES(167,NULL,27,8,0);
INSERT INTO "exports_versionitem" VALUES(168,NULL,28,8,0);
INSERT INTO "exports_versionitem" VALUES(169,NULL,29,8,0);
INSERT INTO "exports_versionitem" VALUES(170,NULL,30,8,0);
INSERT INTO "exports_versionitem" VALUES(171,4,31,8,1);
INSERT INTO "exports_versionitem" VALUES(172,4,32,8,1);
INSERT INTO "exports_versionitem" VALUES(173,2,1,9,3);
INSERT INTO "exports_versionitem" VALUES(174,2,2,9,3);
INSERT INTO "exports_versionitem" VALUES(175,0,5,9,2);
INSERT INTO "exports_versionitem" VALUES(176,0,6,9,2);
INSERT INTO "exports_versionitem" VALUES(177,0,7,9,1);
INSERT INTO "exports_versionitem" VALUES(178,0,8,9,1);
INSERT INTO "exports_versionitem" VALUES(179,2,9,9,2);
INSERT INTO "exports_versionitem" VALUES(180,NULL,10,9,3);
INSERT INTO "exports_versionitem" VALUES(181,2,11,9,2);
INSERT INTO "exports_versionitem" VALUES(182,2,12,9,2);
INSERT INTO "exports_versionitem" VALUES(183,2,13,9,2);
INSERT INTO "exports_versionitem" VALUES(184,2,14,9,2);
INSERT INTO "exports_versionitem" VALUES(185,2,15,9,1);
INSERT INTO "exports_versionitem" VALUES(186,2,16,9,1);
INSERT INTO "exports_versionitem" VALUES(187,3,17,9,2);
INSERT INTO "exports_versionitem" VALUES(188,3,18,9,2);
INSERT INTO "exports_versionitem" VALUES(189,3,19,9,1);
INSERT INTO "exports_versionitem" VALUES(190,3,20,9,1);
INSERT INTO "exports_versionitem" VALUES(191,2,21,9,2);
INSERT INTO "exports_versionitem" VALUES(192,3,23,9,2);
INSERT INTO "exports_versionitem" VALUES(193,NULL,24,9,1);
INSERT INTO "exports_versionitem" VALUES(194,NULL,25,9,1);
INSERT INTO "exports_versionitem" VALUES(195,4,31,9,1);
INSERT INTO "exports_versionitem" VALUES(196,4,32,9,1);
INSERT INTO "exports_versionitem" VALUES(197,2,1,10,3);
INSERT INTO "exports_versionitem" VALUES(198,2,2,10,3);
INSERT INTO "exports_versionitem" VALUES(199,0,5,10,2);
INSERT INTO "exports_versionitem" VALUES(200,0,6,10,2);
INSERT INTO "exports_versionitem" VALUES(201,2,9,10,2);
INSERT INTO "exports_versionitem" VALUES(202,2,11,10,2);
INSERT INTO "exports_versionitem" VALUES(203,2,12,10,2);
INSERT INTO "exports_versionitem" VALUES(204,2,13,10,2);
INSERT INTO "exports_versionitem" VALUES(205,2,14,10,2);
INSERT INTO "exports_versionitem" VALUES(206,3,17,10,2);
INSERT INTO "exports_versionitem" VALUES(207,3,18,10,2);
INSERT INTO "exports_versionitem" VALUES(208,2,21,10,2);
INSERT INTO "exports_versionitem" VALUES(209,4,31,10,1);
INSERT INTO "exports_versionitem" VALUES(210,4,32,10,1);
INSERT INTO "exports_versionitem" VALUES(211,2,1,11,3);
INSERT INTO "exports_versionitem" VALUES(212,2,2,11,3);
INSERT INTO "exports_versionitem" VALUES(213,0,5,11,2);
INSERT INTO "exports_versionitem" VALUES(214,0,6,11,2);
INSERT INTO "exports_versionitem" VALUES(215,0,7,11,1);
INSERT INTO "exports_versionitem" VALUES(216,0,8,11,1);
INSERT INTO "exports_versionitem" VALUES(217,2,9,11,2);
INSERT INTO "exports_versionitem" VALUES(218,2,11,11,2);
INSERT INTO "exports_versionitem" VALUES(219,2,12,11,2);
INSERT INTO "exports_versionitem" VALUES(220,2,13,11,2);
INSERT INTO "exports_versionitem" VALUES(221,2,14,11,2);
INSERT INTO "exports_versionitem" VALUES(222,2,15,11,1);
INSERT INTO "exports_versionitem" VALUES(223,2,16,11,1);
INSERT INTO "exports_versionitem" VALUES(224,3,17,11,2);
INSERT INTO "exports_versionitem" VALUES(225,3,18,11,2);
INSERT INTO "exports_versionitem" VALUES(226,3,19,11,1);
INSERT INTO "exports_versionitem" VALUES(227,3,20,11,1);
INSERT INTO "exports_versionitem" VALUES(228,2,21,11,2);
INSERT INTO "exports_versionitem" VALUES(229,3,23,11,2);
INSERT INTO "exports_versionitem" VALUES(230,4,31,11,1);
INSERT INTO "exports_versionitem" VALUES(231,4,32,11,1);
INSERT INTO "exports_versionitem" VALUES(232,0,33,12,1);
INSERT INTO "exports_versionitem" VALUES(233,0,34,12,1);
INSERT INTO "exports_versionitem" VALUES(234,0,35,12,1);
INSERT INTO "exports_versionitem" VALUES(235,0,36,12,1);
INSERT INTO "exports_versionitem" VALUES(236,1,39,12,1);
INSERT INTO "exports_versionitem" VALUES(237,1,40,12,1);
INSERT INTO "exports_versionitem" VALUES(238,1,41,12,1);
INSERT INTO "exports_versionitem" VALUES(239,1,42,12,1);
INSERT INTO "exports_versionitem" VALUES(240,1,43,12,1);
INSERT INTO "exports_versionitem" VALUES(241,1,44,12,1);
INSERT INTO "exports_versionitem" VALUES(242,1,45,12,1);
INSERT INTO "exports_versionitem" VALUES(243,1,46,12,1);
INSERT INTO "exports_versionitem" VALUES(244,0,33,13,1);
INSERT INTO "exports_versionitem" VALUES(245,0,34,13,1);
INSERT INTO "exports_versionitem" VALUES(246,0,35,13,1);
INSERT INTO "exports_versionitem" VALUES(247,0,36,13,1);
INSERT INTO "exports_versionitem" VALUES(248,0,39,13,2);
INSERT INTO "exports_versionitem" VALUES(249,0,40,13,2);
INSERT INTO "exports_versionitem" VALUES(250,1,41,13,1);
INSERT INTO "exports_versionitem" VALUES(251,1,42,13,1);
INSERT INTO "exports_versionitem" VALUES(252,1,43,13,1);
INSERT INTO "exports_versionitem" VALUES(253,1,44,13,1);
INSERT INTO "exports_versionitem" VALUES(254,1,45,13,1);
INSERT INTO "exports_versionitem" VALUES(255,1,46,13,1);
INSERT INTO "exports_versionitem" VALUES(256,0,47,13,1);
INSERT INTO "exports_versionitem" VALUES(257,0,48,13,1);
INSERT INTO "exports_versionitem" VALUES(258,0,49,13,1);
INSERT INTO "exports_versionitem" VALUES(259,0,50,13,1);
INSERT INTO "exports_versionitem" VALUES(260,0,33,14,1);
INSERT INTO "exports_versionitem" VALUES(261,0,34,14,1);
INSERT INTO "exports_versionitem" VALUES(262,0,35,14,1);
INSERT INTO "exports_versionitem" VALUES(263,0,36,14,1);
INSERT INTO "exports_versionitem" VALUES(264,0,39,14,2);
INSERT INTO "exports_versionitem" VALUES(265,0,40,14,2);
INSERT INTO "exports_versionitem" VALUES(266,0,33,15,1);
INSERT INTO "exports_versionitem" VALUES(267,0,34,15,1);
INSERT INTO "exports_versionitem" VALUES(268,0,35,15,1);
INSERT INTO "exports_versionitem" VALUES(269,0,36,15,1);
INSERT INTO "exports_versionitem" VALUES(270,NULL,37,15,0);
INSERT INTO "exports_versionitem" VALUES(271,NULL,38,15,0);
INSERT INTO "exports_versionitem" VALUES(272,0,39,15,2);
INSERT INTO "exports_versionitem" VALUES(273,0,40,15,2);
INSERT INTO "exports_versionitem" VALUES(274,1,41,15,1);
INSERT INTO "exports_versionitem" VALUES(275,1,42,15,1);
INSERT INTO "exports_versionitem" VALUES(276,1,43,15,1);
INSERT INTO "exports_versionitem" VALUES(277,1,44,15,1);
INSERT INTO "exports_versionitem" VALUES(278,1,45,15,1);
INSERT INTO "exports_versionitem" VALUES(279,1,46,15,1);
INSERT INTO "exports_versionitem" VALUES(280,0,47,15,1);
INSERT INTO "exports_versionitem" VALUES(281,0,48,15,1);
INSERT INTO "exports_versionitem" VALUES(282,0,49,15,1);
INSERT INTO "exports_versionitem" VALUES(283,0,50,15,1);
INSERT INTO "exports_versionitem" VALUES(284,0,51,16,1);
INSERT INTO "exports_versionitem" VALUES(285,0,52,16,1);
INSERT INTO "exports_versionitem" VALUES(286,0,53,16,1);
INSERT INTO "exports_versionitem" VALUES(287,0,54,16,1);
INSERT INTO "exports_versionitem" VALUES(288,0,51,17,1);
INSERT INTO "exports_versionitem" VALUES(289,0,52,17,1);
INSERT INTO "exports_versionitem" VALUES(290,0,53,17,1);
INSERT INTO "exports_versionitem" VALUES(291,0,54,17,1);
INSERT INTO "exports_versionitem" VALUES(292,1,55,17,1);
INSERT INTO "exports_versionitem" VALUES(293,1,56,17,1);
INSERT INTO "exports_versionitem" VALUES(294,0,51,18,1);
INSERT INTO "exports_versionitem" VALUES(295,0,52,18,1);
INSERT INTO "exports_versionitem" VALUES(296,0,53,18,1);
INSERT INTO "exports_versionitem" VALUES(297,0,54,18,1);
INSERT INTO "exports_versionitem" VALUES(298,0,55,18,2);
INSERT INTO "exports_versionitem" VALUES(299,1,56,18,1);
INSERT INTO "exports_versionitem" VALUES(300,1,56,19,1);
INSERT INTO "exports_versionitem" VALUES(301,0,51,20,1);
INSERT INTO "exports_versionitem" VALUES(302,0,52,20,1);
INSERT INTO "exports_versionitem" VALUES(303,0,53,20,1);
INSERT INTO "exports_versionitem" VALUES(304,0,54,20,1);
INSERT INTO "exports_versionitem" VALUES(305,0,57,21,2);
INSERT INTO "exports_versionitem" VALUES(306,0,58,21,2);
INSERT INTO "exports_versionitem" VALUES(307,0,59,21,2);
INSERT INTO "exports_versionitem" VALUES(308,0,60,21,2);
INSERT INTO "exports_versionitem" VALUES(309,0,61,21,2);
INSERT INTO "exports_versionitem" VALUES(310,0,62,21,2);
INSERT INTO "exports_versionitem" VALUES(311,0,63,21,2);
INSERT INTO "exports_versionitem" VALUES(312,0,64,21,2);
INSERT INTO "exports_versionitem" VALUES(313,1,65,21,2);
INSERT INTO "exports_versionitem" VALUES(314,1,66,21,2);
INSERT INTO "exports_versionitem" VALUES(315,1,67,21,2);
INSERT INTO "exports_versionitem" VALUES(316,1,68,21,2);
INSERT INTO "exports_versionitem" VALUES(317,0,57,22,2);
INSERT INTO "exports_versionitem" VALUES(318,0,58,22,2);
INSERT INTO "exports_versionitem" VALUES(319,0,59,22,2);
INSERT INTO "exports_versionitem" VALUES(320,0,60,22,2);
INSERT INTO "exports_versionitem" VALUES(321,0,61,22,2);
INSERT INTO "exports_versionitem" VALUES(322,0,62,22,2);
INSERT INTO "exports_versionitem" VALUES(323,0,63,22,2);
INSERT INTO "exports_versionitem" VALUES(324,0,64,22,2);
INSERT INTO "exports_versionitem" VALUES(325,1,65,22,2);
INSERT INTO "exports_versionitem" VALUES(326,1,66,22,2);
INSERT INTO "exports_versionitem" VALUES(327,1,67,22,2);
INSERT INTO "exports_versionitem" VALUES(328,1,68,22,2);
INSERT INTO "exports_versionitem" VALUES(329,1,69,22,1);
INSERT INTO "exports_versionitem" VALUES(330,1,70,22,1);
INSERT INTO "exports_versionitem" VALUES(331,0,57,23,2);
INSERT INTO "exports_versionitem" VALUES(332,0,58,23,2);
INSERT INTO "exports_versionitem" VALUES(333,0,59,23,2);
INSERT INTO "exports_versionitem" VALUES(334,0,60,23,2);
INSERT INTO "exports_versionitem" VALUES(335,0,61,23,2);
INSERT INTO "exports_versionitem" VALUES(336,0,62,23,2);
INSERT INTO "exports_versionitem" VALUES(337,0,63,23,2);
INSERT INTO "exports_versionitem" VALUES(338,0,64,23,2);
INSERT INTO "exports_versionitem" VALUES(339,1,65,23,2);
INSERT INTO "exports_versionitem" VALUES(340,1,66,23,2);
INSERT INTO "exports_versionitem" VALUES(341,1,67,23,2);
INSERT INTO "exports_versionitem" VALUES(342,1,68,23,2);
INSERT INTO "exports_versionitem" VALUES(343,1,69,23,1);
INSERT INTO "exports_versionitem" VALUES(344,1,70,23,1);
INSERT INTO "exports_versionitem" VALUES(345,1,65,24,2);
INSERT INTO "exports_versionitem" VALUES(346,1,66,24,2);
INSERT INTO "exports_versionitem" VALUES(347,1,67,24,2);
INSERT INTO "exports_versionitem" VALUES(348,1,68,24,2);
INSERT INTO "exports_versionitem" VALUES(349,1,69,24,1);
INSERT INTO "exports_versionitem" VALUES(350,1,70,24,1);
INSERT INTO "exports_versionitem" VALUES(351,0,73,25,1);
INSERT INTO "exports_versionitem" VALUES(352,0,74,25,1);
INSERT INTO "exports_versionitem" VALUES(353,0,75,25,1);
INSERT INTO "exports_versionitem" VALUES(354,0,76,25,1);
INSERT INTO "exports_versionitem" VALUES(355,0,73,26,1);
INSERT INTO "exports_versionitem" VALUES(356,0,74,26,1);
INSERT INTO "exports_versionitem" VALUES(357,0,75,26,1);
INSERT INTO "exports_versionitem" VALUES(358,0,76,26,1);
INSERT INTO "exports_versionitem" VALUES(359,1,77,26,1);
INSERT INTO "exports_versionitem" VALUES(360,1,78,26,1);
INSERT INTO "exports_versionitem" VALUES(361,0,73,27,1);
INSERT INTO "exports_versionitem" VALUES(362,0,75,27,1);
INSERT INTO "exports_versionitem" VALUES(363,0,76,27,1);
INSERT INTO "exports_versionitem" VALUES(364,1,77,27,1);
INSERT INTO "exports_versionitem" VALUES(365,1,78,27,1);
INSERT INTO "exports_versionitem" VALUES(366,NULL,79,28,1);
INSERT INTO "exports_versionitem" VALUES(367,NULL,80,28,0);
INSERT INTO "exports_versionitem" VALUES(368,NULL,81,28,0);
INSERT INTO "exports_versionitem" VALUES(369,NULL,79,29,1);
INSERT INTO "exports_versionitem" VALUES(370,5,82,30,1);
INSERT INTO "exports_versionitem" VALUES(371,1,83,30,1);
INSERT INTO "exports_versionitem" VALUES(372,7,84,30,1);
INSERT INTO "exports_versionitem" VALUES(373,3,85,30,1);
INSERT INTO "exports_versionitem" VALUES(374,5,86,30,1);
INSERT INTO "exports_versionitem" VALUES(375,5,87,30,1);
INSERT INTO "exports_versionitem" VALUES(376,7,88,30,1);
INSERT INTO "exports_versionitem" VALUES(377,7,89,30,1);
INSERT INTO "exports_versionitem" VALUES(378,9,90,30,1);
INSERT INTO "exports_versionitem" VALUES(379,9,91,30,1);
INSERT INTO "exports_versionitem" VALUES(380,11,92,30,1);
INSERT INTO "exports_versionitem" VALUES(381,11,93,30,1);
INSERT INTO "exports_versionitem" VALUES(382,5,94,30,1);
INSERT INTO "exports_versionitem" VALUES(383,1,95,30,1);
INSERT INTO "exports_versionitem" VALUES(384,7,96,30,1);
INSERT INTO "exports_versionitem" VALUES(385,3,97,30,1);
INSERT INTO "exports_versionitem" VALUES(386,5,98,30,1);
INSERT INTO "exports_versionitem" VALUES(387,5,99,30,1);
INSERT INTO "exports_versionitem" VALUES(388,7,100,30,1);
INSERT INTO "exports_versionitem" VALUES(389,7,101,30,1);
INSERT INTO "exports_versionitem" VALUES(390,9,102,30,1);
INSERT INTO "exports_versionitem" VALUES(391,9,103,30,1);
INSERT INTO "exports_versionitem" VALUES(392,11,104,30,1);
INSERT INTO "exports_versionitem" VALUES(393,11,105,30,1);
INSERT INTO "exports_versionitem" VALUES(394,5,82,31,1);
INSERT INTO "exports_versionitem" VALUES(395,1,83,31,1);
INSERT INTO "exports_versionitem" VALUES(396,7,84,31,1);
INSERT INTO "exports_versionitem" VALUES(397,3,85,31,1);
INSERT INTO "exports_versionitem" VALUES(398,5,86,31,1);
INSERT INTO "exports_versionitem" VALUES(399,5,87,31,1);
INSERT INTO "exports_versionitem" VALUES(400,7,88,31,1);
INSERT INTO "exports_versionitem" VALUES(401,7,89,31,1);
INSERT INTO "exports_versionitem" VALUES(402,5,94,31,1);
INSERT INTO "exports_versionitem" VALUES(403,1,95,31,1);
INSERT INTO "exports_versionitem" VALUES(404,7,96,31,1);
INSERT INTO "exports_versionitem" VALUES(405,3,97,31,1);
INSERT INTO "exports_versionitem" VALUES(406,5,98,31,1);
INSERT INTO "exports_versionitem" VALUES(407,5,99,31,1);
INSERT INTO "exports_versionitem" VALUES(408,7,100,31,1);
INSERT INTO "exports_versionitem" VALUES(409,7,101,31,1);
INSERT INTO "exports_versionitem" VALUES(410,5,82,32,1);
INSERT INTO "exports_versionitem" VALUES(411,1,83,32,1);
INSERT INTO "exports_versionitem" VALUES(412,7,84,32,1);
INSERT INTO "exports_versionitem" VALUES(413,3,85,32,1);
INSERT INTO "exports_versionitem" VALUES(414,5,86,32,1);
INSERT INTO "exports_versionitem" VALUES(415,5,87,32,1);
INSERT INTO "exports_versionitem" VALUES(416,7,88,32,1);
INSERT INTO "exports_versionitem" VALUES(417,7,89,32,1);
INSERT INTO "exports_versionitem" VALUES(418,9,90,32,1);
INSERT INTO "exports_versionitem" VALUES(419,9,91,32,1);
INSERT INTO "exports_versionitem" VALUES(420,11,92,32,1);
INSERT INTO "exports_versionitem" VALUES(421,11,93,32,1);
INSERT INTO "exports_versionitem" VALUES(422,5,94,32,1);
INSERT INTO "exports_versionitem" VALUES(423,1,95,32,1);
INSERT INTO "exports_versionitem" VALUES(424,7,96,32,1);
INSERT INTO "exports_versionitem" VALUES(425,3,97,32,1);
INSERT INTO "exports_versionitem" VALUES(426,5,98,32,1);
INSERT INTO "exports_versionitem" VALUES(427,5,99,32,1);
INSERT INTO "exports_versionitem" VALUES(428,7,100,32,1);
INSERT INTO "exports_versionitem" VALUES(429,7,101,32,1);
INSERT INTO "exports_versionitem" VALUES(430,9,102,32,1);
INSERT INTO "exports_versionitem" VALUES(431,9,103,32,1);
INSERT INTO "exports_versionitem" VALUES(432,11,104,32,1);
INSERT INTO "exports_versionitem" VALUES(433,11,105,32,1);
INSERT INTO "exports_versionitem" VALUES(434,9,90,33,1);
INSERT INTO "exports_versionitem" VALUES(435,9,91,33,1);
INSERT INTO "exports_versionitem" VALUES(436,11,92,33,1);
INSERT INTO "exports_versionitem" VALUES(437,11,93,33,1);
INSERT INTO "exports_versionitem" VALUES(438,9,102,33,1);
INSERT INTO "exports_versionitem" VALUES(439,9,103,33,1);
INSERT INTO "exports_versionitem" VALUES(440,11,104,33,1);
INSERT INTO "exports_versionitem" VALUES(441,11,105,33,1);
INSERT INTO "exports_versionitem" VALUES(442,0,106,34,2);
INSERT INTO "exports_versionitem" VALUES(443,0,107,34,2);
INSERT INTO "exports_versionitem" VALUES(444,0,108,34,1);
INSERT INTO "exports_versionitem" VALUES(445,0,109,34,1);
INSERT INTO "exports_versionitem" VALUES(446,0,111,34,1);
INSERT INTO "exports_versionitem" VALUES(447,1,112,34,2);
INSERT INTO "exports_versionitem" VALUES(448,1,113,34,1);
INSERT INTO "exports_versionitem" VALUES(449,1,114,34,1);
INSERT INTO "exports_versionitem" VALUES(450,0,106,35,2);
INSERT INTO "exports_versionitem" VALUES(451,0,107,35,2);
INSERT INTO "exports_versionitem" VALUES(452,0,108,35,1);
INSERT INTO "exports_versionitem" VALUES(453,0,109,35,1);
INSERT INTO "exports_versionitem" VALUES(454,1,112,35,2);
INSERT INTO "exports_versionitem" VALUES(455,1,113,35,1);
INSERT INTO "exports_versionitem" VALUES(456,0,114,35,2);
CREATE TABLE "exports_versionshape" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "kind" varchar(20) NOT NULL, "state" varchar(20) NOT NULL, "requested_at" datetime NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "error" text NOT NULL, "artifact" varchar(255) NOT NULL, "artifact_sha256" varchar(64) NOT NULL, "artifact_size" bigint unsigned NULL CHECK ("artifact_size" >= 0), "requested_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "exports_datasetversion" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "shape_once_per_version" UNIQUE ("version_id", "kind"), CONSTRAINT "shape_ready_is_whole" CHECK ((NOT ("state" = 'ready') OR (NOT ("artifact" = '') AND NOT ("artifact_sha256" = '') AND "artifact_size" IS NOT NULL))));
INSERT INTO "exports_versionshape" VALUES(1,NULL,NULL,1,'2026-11-30 17:06:24','csv','ready','2026-11-30 17:06:24',24,'','shapes/1eaacdfd-3eb9-4ff7-abd8-3f9b2cd6ab97/v9-csv-3844cda9b3c1845b295f04a15bd8135c9d5833a706b8fb09dc55c43533417354.zip','3844cda9b3c1845b295f04a15bd8135c9d5833a706b8fb09dc55c43533417354',7375,1,9);
CREATE TABLE "knox_authtoken" ("digest" varchar(128) NOT NULL PRIMARY KEY, "created" datetime NOT NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "expiry" datetime NULL, "token_key" varchar(25) NOT NULL);
CREATE TABLE "labeler_workerheartbeat" ("cluster" varchar(100) NOT NULL PRIMARY KEY, "at" datetime NOT NULL);
CREATE TABLE "labeler_writeprobe" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL);
CREATE TABLE "otp_static_staticdevice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(64) NOT NULL, "confirmed" bool NOT NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "throttling_failure_count" integer unsigned NOT NULL CHECK ("throttling_failure_count" >= 0), "throttling_failure_timestamp" datetime NULL, "created_at" datetime NULL, "last_used_at" datetime NULL);
CREATE TABLE "otp_static_statictoken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(16) NOT NULL, "device_id" integer NOT NULL REFERENCES "otp_static_staticdevice" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "otp_totp_totpdevice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(64) NOT NULL, "confirmed" bool NOT NULL, "key" varchar(80) NOT NULL, "step" smallint unsigned NOT NULL CHECK ("step" >= 0), "t0" bigint NOT NULL, "digits" smallint unsigned NOT NULL CHECK ("digits" >= 0), "tolerance" smallint unsigned NOT NULL CHECK ("tolerance" >= 0), "drift" smallint NOT NULL, "last_t" bigint NOT NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "throttling_failure_count" integer unsigned NOT NULL CHECK ("throttling_failure_count" >= 0), "throttling_failure_timestamp" datetime NULL, "created_at" datetime NULL, "last_used_at" datetime NULL);
CREATE TABLE "people_auditentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "what" varchar(30) NOT NULL, "actor_id" bigint NULL, "actor" varchar(150) NOT NULL, "of_kind" varchar(30) NOT NULL, "of_id" varchar(128) NOT NULL, "of" varchar(300) NOT NULL, "address" varchar(45) NOT NULL, "facts" text NOT NULL CHECK ((JSON_VALID("facts") OR "facts" IS NULL)), CONSTRAINT "audit_entry_says_what" CHECK (NOT ("what" = '')));
CREATE TABLE "people_guess" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(8) NOT NULL, "name" varchar(64) NOT NULL, "address" varchar(45) NOT NULL, "browser" varchar(32) NOT NULL, "at" datetime NOT NULL, CONSTRAINT "guess_of_a_password_alone_has_a_name" CHECK (("kind" = 'password' OR ("browser" = '' AND "name" = ''))));
CREATE TABLE "people_lastseen" ("user_id" integer NOT NULL PRIMARY KEY REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "at" datetime NOT NULL);
CREATE TABLE "people_tokenfacts" ("token_id" varchar(128) NOT NULL PRIMARY KEY REFERENCES "knox_authtoken" ("digest") DEFERRABLE INITIALLY DEFERRED, "name" varchar(60) NOT NULL, "read_only" bool NOT NULL, "password_digest" varchar(64) NOT NULL, "last_used_on" date NULL, CONSTRAINT "token_has_a_name" CHECK (NOT ("name" = '')));
CREATE TABLE "projects_category" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "class_index" integer unsigned NOT NULL CHECK ("class_index" >= 0), "name" varchar(100) NOT NULL, "name_key" varchar(300) NOT NULL, "supercategory" varchar(100) NOT NULL, "color" varchar(7) NULL, "description" text NOT NULL, "position" integer unsigned NOT NULL CHECK ("position" >= 0), "retired_at" datetime NULL, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "public_id" integer unsigned GENERATED ALWAYS AS (("class_index" + 1)) STORED, CONSTRAINT "category_class_index_unique_in_project" UNIQUE ("project_id", "class_index"), CONSTRAINT "category_name_unique_in_project" UNIQUE ("project_id", "name_key"), CONSTRAINT "category_has_a_name" CHECK (NOT ("name" = '')));
INSERT INTO "projects_category" VALUES(1,0,'Kleid','kleid','über der Taille','#AA3355','',2,NULL,1);
INSERT INTO "projects_category" VALUES(2,1,'Never used','never used','','#898CFE','',3,'2026-11-30 08:00:00',1);
INSERT INTO "projects_category" VALUES(3,2,'Hüte','hüte','','#0055AA','',1,NULL,1);
INSERT INTO "projects_category" VALUES(4,3,'Scarf ✂ é','scarf ✂ é','','#77EAD5','Also shawls.',0,NULL,1);
INSERT INTO "projects_category" VALUES(5,4,'Gloves','gloves','','#EC860D','',4,NULL,1);
INSERT INTO "projects_category" VALUES(6,0,'left','left','','#ECD438','',0,NULL,2);
INSERT INTO "projects_category" VALUES(7,1,'right','right','','#898CFE','',1,NULL,2);
INSERT INTO "projects_category" VALUES(8,0,'day','day','','#ECD438','',0,NULL,3);
INSERT INTO "projects_category" VALUES(9,1,'night','night','','#898CFE','',1,NULL,3);
INSERT INTO "projects_category" VALUES(10,0,'cat','cat','animal','#ECD438','',0,NULL,4);
INSERT INTO "projects_category" VALUES(11,1,'dog','dog','animal','#898CFE','',1,NULL,4);
INSERT INTO "projects_category" VALUES(12,0,'here','here','','#ECD438','',0,NULL,5);
INSERT INTO "projects_category" VALUES(13,1,'there','there','','#898CFE','',1,NULL,5);
INSERT INTO "projects_category" VALUES(14,0,'nothing','nothing','','#ECD438','',0,'2026-12-01 12:17:19',6);
INSERT INTO "projects_category" VALUES(15,0,'class 0','class 0','','#ECD438','',12,'2026-12-01 13:17:21',7);
INSERT INTO "projects_category" VALUES(16,1,'class 1','class 1','','#898CFE','',11,NULL,7);
INSERT INTO "projects_category" VALUES(17,2,'class 2','class 2','','#C2555A','',13,'2026-12-01 13:17:21',7);
INSERT INTO "projects_category" VALUES(18,3,'class 3','class 3','','#77EAD5','',10,NULL,7);
INSERT INTO "projects_category" VALUES(19,4,'class 4','class 4','','#EC860D','',14,'2026-12-01 13:17:21',7);
INSERT INTO "projects_category" VALUES(20,5,'class 5','class 5','','#9B5CC5','',9,NULL,7);
INSERT INTO "projects_category" VALUES(21,6,'class 6','class 6','','#1C9273','',15,'2026-12-01 13:17:21',7);
INSERT INTO "projects_category" VALUES(22,7,'class 7','class 7','','#EAA6A5','',8,NULL,7);
INSERT INTO "projects_category" VALUES(23,8,'class 8','class 8','','#66AFC6','',7,NULL,7);
INSERT INTO "projects_category" VALUES(24,9,'class 9','class 9','','#8F7212','',6,'2026-12-01 14:21:23',7);
INSERT INTO "projects_category" VALUES(25,10,'class a','class a','','#BBE294','',5,NULL,7);
INSERT INTO "projects_category" VALUES(26,11,'class b','class b','','#C6779D','',4,'2026-12-01 14:21:23',7);
INSERT INTO "projects_category" VALUES(27,12,'class c','class c','','#E3C5FB','',3,NULL,7);
INSERT INTO "projects_category" VALUES(28,13,'class d','class d','','#AEA569','',2,'2026-12-01 14:21:23',7);
INSERT INTO "projects_category" VALUES(29,14,'class e','class e','','#ECD438','',1,NULL,7);
INSERT INTO "projects_category" VALUES(30,15,'class f','class f','','#898CFE','',0,NULL,7);
INSERT INTO "projects_category" VALUES(31,0,'yes','yes','','#ECD438','',0,NULL,8);
INSERT INTO "projects_category" VALUES(32,1,'no','no','','#898CFE','',1,NULL,8);
CREATE TABLE "projects_deletedproject" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "state" varchar(20) NOT NULL, "error" text NOT NULL, "project_id" bigint NOT NULL UNIQUE, "slug" varchar(60) NOT NULL UNIQUE, "dataset_id" char(32) NOT NULL UNIQUE, "name" varchar(100) NOT NULL, "by_id" bigint NULL, "by" varchar(150) NOT NULL, "at" datetime NOT NULL, "counts" text NOT NULL CHECK ((JSON_VALID("counts") OR "counts" IS NULL)), "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "total" integer unsigned NULL CHECK ("total" >= 0), "finished_at" datetime NULL);
CREATE TABLE "projects_event" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "kind" varchar(30) NOT NULL, "object" bigint NULL, "from_value" text NULL CHECK ((JSON_VALID("from_value") OR "from_value" IS NULL)), "to_value" text NULL CHECK ((JSON_VALID("to_value") OR "to_value" IS NULL)), "answers" text NULL CHECK ((JSON_VALID("answers") OR "answers" IS NULL)), "actor_id" integer NULL, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "event_points_to_answers_or_tells_itself" CHECK ((("answers" IS NOT NULL AND "kind" = 'answers') OR (NOT ("kind" = 'answers') AND "answers" IS NULL))));
INSERT INTO "projects_event" VALUES(1,'2026-11-30 08:00:00','category.changed',1,NULL,'{"name": "Kleid", "color": "#AA3355", "description": "", "supercategory": "\u00fcber der Taille", "active": true}',NULL,1,1);
INSERT INTO "projects_event" VALUES(2,'2026-11-30 08:00:00','category.changed',2,NULL,'{"name": "Never used", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,1);
INSERT INTO "projects_event" VALUES(3,'2026-11-30 08:00:00','category.changed',3,NULL,'{"name": "\u5e3d\u5b50", "color": "#C2555A", "description": "", "supercategory": "", "active": true}',NULL,1,1);
INSERT INTO "projects_event" VALUES(4,'2026-11-30 08:00:00','category.changed',4,NULL,'{"name": "Scarf \u2702 \u00e9", "color": "#77EAD5", "description": "Also shawls.", "supercategory": "", "active": true}',NULL,1,1);
INSERT INTO "projects_event" VALUES(5,'2026-11-30 08:00:00','category.changed',2,'{"active": true}','{"active": false}',NULL,1,1);
INSERT INTO "projects_event" VALUES(6,'2026-11-30 08:00:07','images.added',NULL,NULL,'{"ids": [1]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(7,'2026-11-30 08:00:14','images.added',NULL,NULL,'{"ids": [2]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(8,'2026-11-30 08:00:21','images.added',NULL,NULL,'{"ids": [3]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(9,'2026-11-30 08:00:28','images.added',NULL,NULL,'{"ids": [4]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(10,'2026-11-30 08:00:35','images.added',NULL,NULL,'{"ids": [5]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(11,'2026-11-30 08:00:42','images.added',NULL,NULL,'{"ids": [6]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(12,'2026-11-30 08:00:49','images.added',NULL,NULL,'{"ids": [7]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(13,'2026-11-30 08:00:56','images.added',NULL,NULL,'{"ids": [8]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(14,'2026-11-30 08:01:03','images.added',NULL,NULL,'{"ids": [9]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(15,'2026-11-30 08:01:10','images.added',NULL,NULL,'{"ids": [10]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(16,'2026-11-30 08:01:17','images.added',NULL,NULL,'{"ids": [11]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(17,'2026-11-30 08:01:24','images.added',NULL,NULL,'{"ids": [12]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(18,'2026-11-30 08:01:31','images.added',NULL,NULL,'{"ids": [13]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(19,'2026-11-30 08:01:38','images.added',NULL,NULL,'{"ids": [14]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(20,'2026-11-30 08:01:45','images.added',NULL,NULL,'{"ids": [15]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(21,'2026-11-30 08:01:52','images.added',NULL,NULL,'{"ids": [16]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(22,'2026-11-30 08:01:59','images.added',NULL,NULL,'{"ids": [17]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(23,'2026-11-30 08:02:06','images.added',NULL,NULL,'{"ids": [18]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(24,'2026-11-30 08:02:13','images.added',NULL,NULL,'{"ids": [19]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(25,'2026-11-30 08:02:20','images.added',NULL,NULL,'{"ids": [20]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(26,'2026-11-30 08:02:27','images.added',NULL,NULL,'{"ids": [21]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(27,'2026-11-30 08:02:34','images.added',NULL,NULL,'{"ids": [22]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(28,'2026-11-30 08:02:41','images.added',NULL,NULL,'{"ids": [23]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(29,'2026-11-30 08:02:48','images.added',NULL,NULL,'{"ids": [24]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(30,'2026-11-30 08:02:55','images.added',NULL,NULL,'{"ids": [25]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(31,'2026-11-30 08:03:02','images.added',NULL,NULL,'{"ids": [26]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(32,'2026-11-30 08:03:09','images.added',NULL,NULL,'{"ids": [27]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(33,'2026-11-30 08:03:16','images.added',NULL,NULL,'{"ids": [28]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(34,'2026-11-30 08:03:23','images.added',NULL,NULL,'{"ids": [29]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(35,'2026-11-30 08:03:30','images.added',NULL,NULL,'{"ids": [30]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(36,'2026-11-30 08:03:37','images.added',NULL,NULL,'{"ids": [31]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(37,'2026-11-30 08:03:44','images.added',NULL,NULL,'{"ids": [32]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(38,'2026-11-30 08:03:47','answers',NULL,NULL,NULL,'[[1, 1]]',2,1);
INSERT INTO "projects_event" VALUES(39,'2026-11-30 08:03:50','answers',NULL,NULL,NULL,'[[2, 2]]',2,1);
INSERT INTO "projects_event" VALUES(40,'2026-11-30 08:03:53','answers',NULL,NULL,NULL,'[[3, 3]]',2,1);
INSERT INTO "projects_event" VALUES(41,'2026-11-30 08:03:56','answers',NULL,NULL,NULL,'[[4, 4]]',2,1);
INSERT INTO "projects_event" VALUES(42,'2026-11-30 08:03:59','answers',NULL,NULL,NULL,'[[5, 5]]',2,1);
INSERT INTO "projects_event" VALUES(43,'2026-11-30 08:04:02','answers',NULL,NULL,NULL,'[[6, 6]]',2,1);
INSERT INTO "projects_event" VALUES(44,'2026-11-30 08:04:05','answers',NULL,NULL,NULL,'[[7, 7]]',2,1);
INSERT INTO "projects_event" VALUES(45,'2026-11-30 08:04:08','answers',NULL,NULL,NULL,'[[8, 8]]',2,1);
INSERT INTO "projects_event" VALUES(46,'2026-11-30 08:04:11','answers',NULL,NULL,NULL,'[[9, 9]]',3,1);
INSERT INTO "projects_event" VALUES(47,'2026-11-30 08:04:14','answers',NULL,NULL,NULL,'[[10, 10]]',3,1);
INSERT INTO "projects_event" VALUES(48,'2026-11-30 08:04:17','answers',NULL,NULL,NULL,'[[11, 11]]',3,1);
INSERT INTO "projects_event" VALUES(49,'2026-11-30 08:04:20','answers',NULL,NULL,NULL,'[[12, 12]]',3,1);
INSERT INTO "projects_event" VALUES(50,'2026-11-30 08:04:23','answers',NULL,NULL,NULL,'[[13, 13]]',3,1);
INSERT INTO "projects_event" VALUES(51,'2026-11-30 08:04:26','answers',NULL,NULL,NULL,'[[14, 14]]',3,1);
INSERT INTO "projects_event" VALUES(52,'2026-11-30 08:04:29','answers',NULL,NULL,NULL,'[[15, 15]]',3,1);
INSERT INTO "projects_event" VALUES(53,'2026-11-30 08:04:32','answers',NULL,NULL,NULL,'[[16, 16]]',3,1);
INSERT INTO "projects_event" VALUES(54,'2026-11-30 08:04:35','answers',NULL,NULL,NULL,'[[17, 17]]',2,1);
INSERT INTO "projects_event" VALUES(55,'2026-11-30 08:04:38','answers',NULL,NULL,NULL,'[[18, 18]]',2,1);
INSERT INTO "projects_event" VALUES(56,'2026-11-30 08:04:41','answers',NULL,NULL,NULL,'[[19, 19]]',2,1);
INSERT INTO "projects_event" VALUES(57,'2026-11-30 08:04:44','answers',NULL,NULL,NULL,'[[20, 20]]',2,1);
INSERT INTO "projects_event" VALUES(58,'2026-11-30 08:04:47','answers',NULL,NULL,NULL,'[[21, 21]]',1,1);
INSERT INTO "projects_event" VALUES(59,'2026-11-30 08:04:50','answers',NULL,NULL,NULL,'[[22, 22]]',1,1);
INSERT INTO "projects_event" VALUES(60,'2026-11-30 08:04:53','answers',NULL,NULL,NULL,'[[23, 23]]',1,1);
INSERT INTO "projects_event" VALUES(61,'2026-11-30 08:04:56','answers',NULL,NULL,NULL,'[[24, 24]]',1,1);
INSERT INTO "projects_event" VALUES(62,'2026-11-30 08:04:59','answers',NULL,NULL,NULL,'[[25, 25]]',1,1);
INSERT INTO "projects_event" VALUES(63,'2026-11-30 08:05:02','answers',NULL,NULL,NULL,'[[26, 26]]',1,1);
INSERT INTO "projects_event" VALUES(64,'2026-11-30 08:05:05','answers',NULL,NULL,NULL,'[[27, 27]]',1,1);
INSERT INTO "projects_event" VALUES(65,'2026-11-30 08:05:08','answers',NULL,NULL,NULL,'[[28, 28]]',1,1);
INSERT INTO "projects_event" VALUES(66,'2026-11-30 08:05:11','answers',NULL,NULL,NULL,'[[29, 29]]',1,1);
INSERT INTO "projects_event" VALUES(67,'2026-11-30 08:05:14','answers',NULL,NULL,NULL,'[[30, 30]]',1,1);
INSERT INTO "projects_event" VALUES(68,'2026-11-30 08:05:17','answers',NULL,NULL,NULL,'[[31, 31]]',1,1);
INSERT INTO "projects_event" VALUES(69,'2026-11-30 08:05:20','answers',NULL,NULL,NULL,'[[32, 32]]',1,1);
INSERT INTO "projects_event" VALUES(70,'2026-11-30 08:05:23','answers',NULL,NULL,NULL,'[[33, 33]]',1,1);
INSERT INTO "projects_event" VALUES(71,'2026-11-30 08:05:26','answers',NULL,NULL,NULL,'[[34, 34]]',1,1);
INSERT INTO "projects_event" VALUES(72,'2026-11-30 08:05:29','answers',NULL,NULL,NULL,'[[35, 35]]',2,1);
INSERT INTO "projects_event" VALUES(73,'2026-11-30 08:05:32','answers',NULL,NULL,NULL,'[[36, 36]]',2,1);
INSERT INTO "projects_event" VALUES(74,'2026-11-30 08:05:35','answers',NULL,NULL,NULL,'[[37, 37]]',3,1);
INSERT INTO "projects_event" VALUES(75,'2026-11-30 08:05:38','answers',NULL,NULL,NULL,'[[38, 38]]',3,1);
INSERT INTO "projects_event" VALUES(76,'2026-11-30 08:05:41','answers',NULL,NULL,NULL,'[[39, 39]]',3,1);
INSERT INTO "projects_event" VALUES(77,'2026-11-30 09:05:41','version.requested',1,NULL,'{"images": 14}',NULL,1,1);
INSERT INTO "projects_event" VALUES(78,'2026-11-30 09:05:43','version.ready',1,NULL,'{"images": 14, "hash": "sha256:b6663a242399cb031d114f000f17cf5a12011277038fdfbfa9a1e3ee9072fcd5"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(79,'2026-11-30 09:05:43','category.changed',3,'{"name": "\u5e3d\u5b50", "color": "#C2555A"}','{"name": "H\u00fcte", "color": "#0055AA"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(80,'2026-11-30 09:05:43','category.changed',NULL,'{"order": [1, 3, 4]}','{"order": [4, 3, 1]}',NULL,1,1);
INSERT INTO "projects_event" VALUES(81,'2026-11-30 09:05:43','category.changed',4,'{"active": true}','{"active": false}',NULL,1,1);
INSERT INTO "projects_event" VALUES(82,'2026-11-30 10:05:43','version.requested',2,NULL,'{"images": 12}',NULL,1,1);
INSERT INTO "projects_event" VALUES(83,'2026-11-30 10:05:45','version.ready',2,NULL,'{"images": 12, "hash": "sha256:4f7d81c33aad2db389240ad1392b8886ffa3f8829c3bfd6aa9b5d5753c9045b1"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(84,'2026-11-30 11:05:45','version.requested',3,NULL,'{"images": 20}',NULL,1,1);
INSERT INTO "projects_event" VALUES(85,'2026-11-30 11:05:47','version.ready',3,NULL,'{"images": 20, "hash": "sha256:1a134b1f1c102334ec99b2dfbeed078eee87126c0fe15d9ac269fbae4e668006"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(86,'2026-11-30 12:05:47','version.requested',4,NULL,'{"images": 32}',NULL,1,1);
INSERT INTO "projects_event" VALUES(87,'2026-11-30 12:05:49','version.ready',4,NULL,'{"images": 32, "hash": "sha256:f506f0c72b90f7444015835c55b491db2346da824c905b63cb1966b1e6c8a8fd"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(88,'2026-11-30 13:05:49','version.requested',5,NULL,'{"images": 32}',NULL,1,1);
INSERT INTO "projects_event" VALUES(89,'2026-11-30 13:05:51','version.ready',5,NULL,'{"images": 32, "hash": "sha256:06d9ba2a7b094f5d30b89352ffecae4092257f1969adc7e299a69242d2be48ce"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(90,'2026-11-30 14:05:51','version.requested',6,NULL,'{"images": 16}',NULL,1,1);
INSERT INTO "projects_event" VALUES(91,'2026-11-30 14:05:51','version.cancelled',6,NULL,'{"images": 16}',NULL,1,1);
INSERT INTO "projects_event" VALUES(92,'2026-11-30 15:05:51','version.requested',7,NULL,'{"images": 14}',NULL,1,1);
INSERT INTO "projects_event" VALUES(93,'2026-11-30 15:05:53','version.ready',7,NULL,'{"images": 14, "hash": "sha256:119ea7520881aff6112ad3574836d947767a75831bb5f074b2ae81bd6b6eb004"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(94,'2026-11-30 15:05:56','answers',NULL,NULL,NULL,'[[40, 40]]',1,1);
INSERT INTO "projects_event" VALUES(95,'2026-11-30 15:05:59','answers',NULL,NULL,NULL,'[[41, 41]]',1,1);
INSERT INTO "projects_event" VALUES(96,'2026-11-30 15:06:02','answers',NULL,NULL,NULL,'[[42, 42]]',1,1);
INSERT INTO "projects_event" VALUES(97,'2026-11-30 15:06:05','answers',NULL,NULL,NULL,'[[43, 43]]',1,1);
INSERT INTO "projects_event" VALUES(98,'2026-11-30 15:06:08','answers',NULL,NULL,NULL,'[[44, 44]]',1,1);
INSERT INTO "projects_event" VALUES(99,'2026-11-30 15:06:11','answers',NULL,NULL,NULL,'[[45, 45]]',1,1);
INSERT INTO "projects_event" VALUES(100,'2026-11-30 15:06:11','category.changed',5,NULL,'{"name": "Gloves", "color": "#EC860D", "description": "", "supercategory": "", "active": true}',NULL,1,1);
INSERT INTO "projects_event" VALUES(101,'2026-11-30 15:06:14','answers',NULL,NULL,NULL,'[[46, 46]]',1,1);
INSERT INTO "projects_event" VALUES(102,'2026-11-30 15:06:17','answers',NULL,NULL,NULL,'[[47, 47]]',1,1);
INSERT INTO "projects_event" VALUES(103,'2026-11-30 15:06:17','project.changed',NULL,'{"split_ratios": null}','{"split_ratios": {"train": 8000, "val": 2000, "test": 0}}',NULL,1,1);
INSERT INTO "projects_event" VALUES(104,'2026-11-30 16:06:17','version.requested',8,NULL,'{"images": 32}',NULL,1,1);
INSERT INTO "projects_event" VALUES(105,'2026-11-30 16:06:19','version.ready',8,NULL,'{"images": 32, "hash": "sha256:281c404dd0860181f3a1ad42f40a37ffbc87802ddcb20222243f40cf17135fc0"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(106,'2026-11-30 16:06:19','category.changed',4,'{"active": false}','{"active": true}',NULL,1,1);
INSERT INTO "projects_event" VALUES(107,'2026-11-30 16:06:22','answers',NULL,NULL,NULL,'[[48, 48]]',2,1);
INSERT INTO "projects_event" VALUES(108,'2026-11-30 17:06:22','version.requested',9,NULL,'{"images": 24}',NULL,1,1);
INSERT INTO "projects_event" VALUES(109,'2026-11-30 17:06:24','version.ready',9,NULL,'{"images": 24, "hash": "sha256:8c382ff6c165cce7f118ac2704bb465e1de3ab942a4ec7f75acecd5c03b537b9"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(110,'2026-11-30 18:06:24','version.requested',10,NULL,'{"images": 14}',NULL,1,1);
INSERT INTO "projects_event" VALUES(111,'2026-11-30 18:06:26','version.ready',10,NULL,'{"images": 14, "hash": "sha256:faa7405ef3ef00764cba29da10a4a69f25f1565907e63dc2aab0464dcb4f6838"}',NULL,1,1);
INSERT INTO "projects_event" VALUES(112,'2026-11-30 19:06:26','version.requested',11,NULL,'{"images": 21}',NULL,1,1);
INSERT INTO "projects_event" VALUES(113,'2026-11-30 19:06:26','category.changed',1,NULL,'{"name": "left", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,2);
INSERT INTO "projects_event" VALUES(114,'2026-11-30 19:06:26','category.changed',2,NULL,'{"name": "right", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,2);
INSERT INTO "projects_event" VALUES(115,'2026-11-30 19:06:33','images.added',NULL,NULL,'{"ids": [33]}',NULL,1,2);
INSERT INTO "projects_event" VALUES(116,'2026-11-30 19:06:40','images.added',NULL,NULL,'{"ids": [34]}',NULL,1,2);
INSERT INTO "projects_event" VALUES(117,'2026-11-30 19:06:47','images.added',NULL,NULL,'{"ids": [35]}',NULL,1,2);
INSERT INTO "projects_event" VALUES(118,'2026-11-30 19:06:54','images.added',NULL,NULL,'{"ids": [36]}',NULL,1,2);
INSERT INTO "projects_event" VALUES(119,'2026-11-30 19:07:01','images.added',NULL,NULL,'{"ids": [37]}',NULL,1,2);
INSERT INTO "projects_event" VALUES(120,'2026-11-30 19:07:08','images.added',NULL,NULL,'{"ids": [38]}',NULL,1,2);
INSERT INTO "projects_event" VALUES(121,'2026-11-30 19:07:08','images.added',NULL,NULL,'{"ids": [39, 40, 41, 42], "video": 1}',NULL,1,2);
INSERT INTO "projects_event" VALUES(122,'2026-11-30 19:07:08','images.added',NULL,NULL,'{"ids": [43, 44, 45, 46], "video": 2}',NULL,1,2);
INSERT INTO "projects_event" VALUES(123,'2026-11-30 19:07:08','images.added',NULL,NULL,'{"ids": [47, 48, 49, 50], "video": 3}',NULL,1,2);
INSERT INTO "projects_event" VALUES(124,'2026-11-30 19:07:11','answers',NULL,NULL,NULL,'[[49, 49]]',2,2);
INSERT INTO "projects_event" VALUES(125,'2026-11-30 19:07:14','answers',NULL,NULL,NULL,'[[50, 50]]',2,2);
INSERT INTO "projects_event" VALUES(126,'2026-11-30 19:07:17','answers',NULL,NULL,NULL,'[[51, 51]]',2,2);
INSERT INTO "projects_event" VALUES(127,'2026-11-30 19:07:20','answers',NULL,NULL,NULL,'[[52, 52]]',2,2);
INSERT INTO "projects_event" VALUES(128,'2026-11-30 19:07:23','answers',NULL,NULL,NULL,'[[53, 53]]',2,2);
INSERT INTO "projects_event" VALUES(129,'2026-11-30 19:07:26','answers',NULL,NULL,NULL,'[[54, 54]]',2,2);
INSERT INTO "projects_event" VALUES(130,'2026-11-30 19:07:29','answers',NULL,NULL,NULL,'[[55, 55]]',2,2);
INSERT INTO "projects_event" VALUES(131,'2026-11-30 19:07:32','answers',NULL,NULL,NULL,'[[56, 56]]',2,2);
INSERT INTO "projects_event" VALUES(132,'2026-11-30 19:07:35','answers',NULL,NULL,NULL,'[[57, 57]]',2,2);
INSERT INTO "projects_event" VALUES(133,'2026-11-30 19:07:38','answers',NULL,NULL,NULL,'[[58, 58]]',2,2);
INSERT INTO "projects_event" VALUES(134,'2026-11-30 19:07:41','answers',NULL,NULL,NULL,'[[59, 59]]',2,2);
INSERT INTO "projects_event" VALUES(135,'2026-11-30 19:07:44','answers',NULL,NULL,NULL,'[[60, 60]]',2,2);
INSERT INTO "projects_event" VALUES(136,'2026-11-30 20:07:44','version.requested',1,NULL,'{"images": 12}',NULL,1,2);
INSERT INTO "projects_event" VALUES(137,'2026-11-30 20:07:46','version.ready',1,NULL,'{"images": 12, "hash": "sha256:190eae32cd420884e102f0b7ed6dc957f418cfc541979fbe29048e3e9c0e5c93"}',NULL,1,2);
INSERT INTO "projects_event" VALUES(138,'2026-11-30 20:07:49','answers',NULL,NULL,NULL,'[[61, 61]]',2,2);
INSERT INTO "projects_event" VALUES(139,'2026-11-30 20:07:52','answers',NULL,NULL,NULL,'[[62, 62]]',2,2);
INSERT INTO "projects_event" VALUES(140,'2026-11-30 20:07:55','answers',NULL,NULL,NULL,'[[63, 63]]',2,2);
INSERT INTO "projects_event" VALUES(141,'2026-11-30 20:07:58','answers',NULL,NULL,NULL,'[[64, 64]]',2,2);
INSERT INTO "projects_event" VALUES(142,'2026-11-30 20:08:01','answers',NULL,NULL,NULL,'[[65, 65]]',3,2);
INSERT INTO "projects_event" VALUES(143,'2026-11-30 20:08:04','answers',NULL,NULL,NULL,'[[66, 66]]',3,2);
INSERT INTO "projects_event" VALUES(144,'2026-11-30 21:08:04','version.requested',2,NULL,'{"images": 16}',NULL,1,2);
INSERT INTO "projects_event" VALUES(145,'2026-11-30 21:08:06','version.ready',2,NULL,'{"images": 16, "hash": "sha256:f44f39433605d50d699ea1a78e15e78d070b510284cffe84385bf284e28c3807"}',NULL,1,2);
INSERT INTO "projects_event" VALUES(146,'2026-11-30 22:08:06','version.requested',3,NULL,'{"images": 6}',NULL,1,2);
INSERT INTO "projects_event" VALUES(147,'2026-11-30 22:08:08','version.ready',3,NULL,'{"images": 6, "hash": "sha256:d0a810e410a80a8b2d5f556e39fe7837d3b646f7ca62dde1f53fc5d6be8a299e"}',NULL,1,2);
INSERT INTO "projects_event" VALUES(148,'2026-11-30 23:08:08','version.requested',4,NULL,'{"images": 18}',NULL,1,2);
INSERT INTO "projects_event" VALUES(149,'2026-11-30 23:08:10','version.ready',4,NULL,'{"images": 18, "hash": "sha256:361b36e75c1e2c61df66d95e7ef86c02f94418e1cec0208666bd47a0f2e721a3"}',NULL,1,2);
INSERT INTO "projects_event" VALUES(150,'2026-11-30 23:08:10','category.changed',1,NULL,'{"name": "day", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,3);
INSERT INTO "projects_event" VALUES(151,'2026-11-30 23:08:10','category.changed',2,NULL,'{"name": "night", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,3);
INSERT INTO "projects_event" VALUES(152,'2026-11-30 23:08:17','images.added',NULL,NULL,'{"ids": [51]}',NULL,1,3);
INSERT INTO "projects_event" VALUES(153,'2026-11-30 23:08:24','images.added',NULL,NULL,'{"ids": [52]}',NULL,1,3);
INSERT INTO "projects_event" VALUES(154,'2026-11-30 23:08:31','images.added',NULL,NULL,'{"ids": [53]}',NULL,1,3);
INSERT INTO "projects_event" VALUES(155,'2026-11-30 23:08:38','images.added',NULL,NULL,'{"ids": [54]}',NULL,1,3);
INSERT INTO "projects_event" VALUES(156,'2026-11-30 23:08:45','images.added',NULL,NULL,'{"ids": [55]}',NULL,1,3);
INSERT INTO "projects_event" VALUES(157,'2026-11-30 23:08:52','images.added',NULL,NULL,'{"ids": [56]}',NULL,1,3);
INSERT INTO "projects_event" VALUES(158,'2026-11-30 23:08:55','answers',NULL,NULL,NULL,'[[67, 67]]',2,3);
INSERT INTO "projects_event" VALUES(159,'2026-11-30 23:08:58','answers',NULL,NULL,NULL,'[[68, 68]]',2,3);
INSERT INTO "projects_event" VALUES(160,'2026-11-30 23:09:01','answers',NULL,NULL,NULL,'[[69, 69]]',2,3);
INSERT INTO "projects_event" VALUES(161,'2026-11-30 23:09:04','answers',NULL,NULL,NULL,'[[70, 70]]',2,3);
INSERT INTO "projects_event" VALUES(162,'2026-12-01 00:09:04','version.requested',1,NULL,'{"images": 4}',NULL,1,3);
INSERT INTO "projects_event" VALUES(163,'2026-12-01 00:09:06','version.ready',1,NULL,'{"images": 4, "hash": "sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3"}',NULL,1,3);
INSERT INTO "projects_event" VALUES(164,'2026-12-01 00:09:09','answers',NULL,NULL,NULL,'[[71, 71]]',2,3);
INSERT INTO "projects_event" VALUES(165,'2026-12-01 00:09:12','answers',NULL,NULL,NULL,'[[72, 72]]',2,3);
INSERT INTO "projects_event" VALUES(166,'2026-12-01 01:09:12','version.requested',2,NULL,'{"images": 6}',NULL,1,3);
INSERT INTO "projects_event" VALUES(167,'2026-12-01 01:09:14','version.ready',2,NULL,'{"images": 6, "hash": "sha256:2e114a1079fe3c09469f3e2ac369eb7816eafd681f1762f0c61a35d62c8cc5ec"}',NULL,1,3);
INSERT INTO "projects_event" VALUES(168,'2026-12-01 01:09:17','answers',NULL,NULL,NULL,'[[73, 73]]',2,3);
INSERT INTO "projects_event" VALUES(169,'2026-12-01 02:09:17','version.requested',3,NULL,'{"images": 6}',NULL,1,3);
INSERT INTO "projects_event" VALUES(170,'2026-12-01 02:09:19','version.ready',3,NULL,'{"images": 6, "hash": "sha256:4899ed1b40c1df855d44f24e7ad9c49c18d668aaf3affa6781d4fc38585d3482"}',NULL,1,3);
INSERT INTO "projects_event" VALUES(171,'2026-12-01 03:09:19','version.requested',4,NULL,'{"images": 1}',NULL,1,3);
INSERT INTO "projects_event" VALUES(172,'2026-12-01 03:09:21','version.ready',4,NULL,'{"images": 1, "hash": "sha256:42e8da97dd477854e21a7d734793aee3fd3ef8450f3b0c3dc72cd65a64311857"}',NULL,1,3);
INSERT INTO "projects_event" VALUES(173,'2026-12-01 03:09:24','answers',NULL,NULL,NULL,'[[74, 74]]',3,3);
INSERT INTO "projects_event" VALUES(174,'2026-12-01 03:09:27','answers',NULL,NULL,NULL,'[[75, 75]]',3,3);
INSERT INTO "projects_event" VALUES(175,'2026-12-01 04:09:27','version.requested',5,NULL,'{"images": 4}',NULL,1,3);
INSERT INTO "projects_event" VALUES(176,'2026-12-01 04:09:29','version.ready',5,NULL,'{"images": 4, "hash": "sha256:535b4759c6c6dce9c1739226ba7ede8e7707f1806a1e65ccb5305ac7f34257c3"}',NULL,1,3);
INSERT INTO "projects_event" VALUES(177,'2026-12-01 04:09:29','category.changed',1,NULL,'{"name": "cat", "color": "#ECD438", "description": "", "supercategory": "animal", "active": true}',NULL,1,4);
INSERT INTO "projects_event" VALUES(178,'2026-12-01 04:09:29','category.changed',2,NULL,'{"name": "dog", "color": "#898CFE", "description": "", "supercategory": "animal", "active": true}',NULL,1,4);
INSERT INTO "projects_event" VALUES(179,'2026-12-01 04:09:36','images.added',NULL,NULL,'{"ids": [57]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(180,'2026-12-01 04:09:43','images.added',NULL,NULL,'{"ids": [58]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(181,'2026-12-01 04:09:50','images.added',NULL,NULL,'{"ids": [59]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(182,'2026-12-01 04:09:57','images.added',NULL,NULL,'{"ids": [60]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(183,'2026-12-01 04:10:04','images.added',NULL,NULL,'{"ids": [61]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(184,'2026-12-01 04:10:11','images.added',NULL,NULL,'{"ids": [62]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(185,'2026-12-01 04:10:18','images.added',NULL,NULL,'{"ids": [63]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(186,'2026-12-01 04:10:25','images.added',NULL,NULL,'{"ids": [64]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(187,'2026-12-01 04:10:32','images.added',NULL,NULL,'{"ids": [65]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(188,'2026-12-01 04:10:39','images.added',NULL,NULL,'{"ids": [66]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(189,'2026-12-01 04:10:46','images.added',NULL,NULL,'{"ids": [67]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(190,'2026-12-01 04:10:53','images.added',NULL,NULL,'{"ids": [68]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(191,'2026-12-01 04:11:00','images.added',NULL,NULL,'{"ids": [69]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(192,'2026-12-01 04:11:07','images.added',NULL,NULL,'{"ids": [70]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(193,'2026-12-01 04:11:14','images.added',NULL,NULL,'{"ids": [71]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(194,'2026-12-01 04:11:21','images.added',NULL,NULL,'{"ids": [72]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(195,'2026-12-01 04:11:24','answers',NULL,NULL,NULL,'[[76, 76]]',2,4);
INSERT INTO "projects_event" VALUES(196,'2026-12-01 04:11:27','answers',NULL,NULL,NULL,'[[77, 77]]',2,4);
INSERT INTO "projects_event" VALUES(197,'2026-12-01 04:11:30','answers',NULL,NULL,NULL,'[[78, 78]]',2,4);
INSERT INTO "projects_event" VALUES(198,'2026-12-01 04:11:33','answers',NULL,NULL,NULL,'[[79, 79]]',2,4);
INSERT INTO "projects_event" VALUES(199,'2026-12-01 04:11:36','answers',NULL,NULL,NULL,'[[80, 80]]',2,4);
INSERT INTO "projects_event" VALUES(200,'2026-12-01 04:11:39','answers',NULL,NULL,NULL,'[[81, 81]]',2,4);
INSERT INTO "projects_event" VALUES(201,'2026-12-01 04:11:42','answers',NULL,NULL,NULL,'[[82, 82]]',2,4);
INSERT INTO "projects_event" VALUES(202,'2026-12-01 04:11:45','answers',NULL,NULL,NULL,'[[83, 83]]',2,4);
INSERT INTO "projects_event" VALUES(203,'2026-12-01 04:11:48','answers',NULL,NULL,NULL,'[[84, 84]]',3,4);
INSERT INTO "projects_event" VALUES(204,'2026-12-01 04:11:51','answers',NULL,NULL,NULL,'[[85, 85]]',3,4);
INSERT INTO "projects_event" VALUES(205,'2026-12-01 04:11:54','answers',NULL,NULL,NULL,'[[86, 86]]',3,4);
INSERT INTO "projects_event" VALUES(206,'2026-12-01 04:11:57','answers',NULL,NULL,NULL,'[[87, 87]]',3,4);
INSERT INTO "projects_event" VALUES(207,'2026-12-01 04:12:00','answers',NULL,NULL,NULL,'[[88, 88]]',3,4);
INSERT INTO "projects_event" VALUES(208,'2026-12-01 04:12:03','answers',NULL,NULL,NULL,'[[89, 89]]',3,4);
INSERT INTO "projects_event" VALUES(209,'2026-12-01 04:12:06','answers',NULL,NULL,NULL,'[[90, 90]]',1,4);
INSERT INTO "projects_event" VALUES(210,'2026-12-01 04:12:09','answers',NULL,NULL,NULL,'[[91, 91]]',1,4);
INSERT INTO "projects_event" VALUES(211,'2026-12-01 04:12:12','answers',NULL,NULL,NULL,'[[92, 92]]',1,4);
INSERT INTO "projects_event" VALUES(212,'2026-12-01 04:12:15','answers',NULL,NULL,NULL,'[[93, 93]]',1,4);
INSERT INTO "projects_event" VALUES(213,'2026-12-01 04:12:18','answers',NULL,NULL,NULL,'[[94, 94]]',1,4);
INSERT INTO "projects_event" VALUES(214,'2026-12-01 04:12:21','answers',NULL,NULL,NULL,'[[95, 95]]',1,4);
INSERT INTO "projects_event" VALUES(215,'2026-12-01 04:12:24','answers',NULL,NULL,NULL,'[[96, 96]]',1,4);
INSERT INTO "projects_event" VALUES(216,'2026-12-01 04:12:27','answers',NULL,NULL,NULL,'[[97, 97]]',1,4);
INSERT INTO "projects_event" VALUES(217,'2026-12-01 04:12:30','answers',NULL,NULL,NULL,'[[98, 98]]',1,4);
INSERT INTO "projects_event" VALUES(218,'2026-12-01 04:12:33','answers',NULL,NULL,NULL,'[[99, 99]]',1,4);
INSERT INTO "projects_event" VALUES(219,'2026-12-01 04:12:36','answers',NULL,NULL,NULL,'[[100, 100]]',1,4);
INSERT INTO "projects_event" VALUES(220,'2026-12-01 04:12:39','answers',NULL,NULL,NULL,'[[101, 101]]',1,4);
INSERT INTO "projects_event" VALUES(221,'2026-12-01 04:12:39','project.changed',NULL,'{"quality_statement": false}','{"quality_statement": true}',NULL,1,4);
INSERT INTO "projects_event" VALUES(222,'2026-12-01 05:12:39','version.requested',1,NULL,'{"images": 12}',NULL,1,4);
INSERT INTO "projects_event" VALUES(223,'2026-12-01 05:12:41','version.ready',1,NULL,'{"images": 12, "hash": "sha256:26fba3068200171ba1ac409413e09a5cf7800e87c865b16ac8be3dcfdf483f63"}',NULL,1,4);
INSERT INTO "projects_event" VALUES(224,'2026-12-01 05:12:41','check.begun',1,NULL,'{"size": 6, "population": 14, "statuses": ["labeled", "needs_review", "approved"]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(225,'2026-12-01 05:13:41','check.finished',1,NULL,'{"size": 6, "population": 14, "statuses": ["labeled", "needs_review", "approved"]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(226,'2026-12-01 06:13:41','version.requested',2,NULL,'{"images": 14}',NULL,1,4);
INSERT INTO "projects_event" VALUES(227,'2026-12-01 06:13:43','version.ready',2,NULL,'{"images": 14, "hash": "sha256:1ea42d72553bb868c5420d7bad54246926b1358a3c9899a2bfbea9d4c23168f0"}',NULL,1,4);
INSERT INTO "projects_event" VALUES(228,'2026-12-01 06:13:43','check.begun',2,NULL,'{"size": 14, "population": 14, "statuses": ["labeled", "needs_review", "approved"]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(229,'2026-12-01 06:14:43','check.finished',2,NULL,'{"size": 14, "population": 14, "statuses": ["labeled", "needs_review", "approved"]}',NULL,1,4);
INSERT INTO "projects_event" VALUES(230,'2026-12-01 06:14:43','project.changed',NULL,'{"release_gate": null}','{"release_gate": 1.0}',NULL,1,4);
INSERT INTO "projects_event" VALUES(231,'2026-12-01 07:14:43','version.requested',3,NULL,'{"images": 14}',NULL,1,4);
INSERT INTO "projects_event" VALUES(232,'2026-12-01 07:14:45','version.ready',3,NULL,'{"images": 14, "hash": "sha256:147107bc3248cb273a0dfaa9374ac97f461464bff9c1f8a4e366a3e39e50e1ea"}',NULL,1,4);
INSERT INTO "projects_event" VALUES(233,'2026-12-01 08:14:45','version.requested',4,NULL,'{"images": 6}',NULL,1,4);
INSERT INTO "projects_event" VALUES(234,'2026-12-01 08:14:47','version.ready',4,NULL,'{"images": 6, "hash": "sha256:c48dc5f3f01e4e2a8e07e0dffa1555b0cf5161b172caf02a0212aa577d3d3a24"}',NULL,1,4);
INSERT INTO "projects_event" VALUES(235,'2026-12-01 08:14:47','category.changed',1,NULL,'{"name": "here", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,5);
INSERT INTO "projects_event" VALUES(236,'2026-12-01 08:14:47','category.changed',2,NULL,'{"name": "there", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,5);
INSERT INTO "projects_event" VALUES(237,'2026-12-01 08:14:54','images.added',NULL,NULL,'{"ids": [73]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(238,'2026-12-01 08:15:01','images.added',NULL,NULL,'{"ids": [74]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(239,'2026-12-01 08:15:08','images.added',NULL,NULL,'{"ids": [75]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(240,'2026-12-01 08:15:15','images.added',NULL,NULL,'{"ids": [76]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(241,'2026-12-01 08:15:22','images.added',NULL,NULL,'{"ids": [77]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(242,'2026-12-01 08:15:29','images.added',NULL,NULL,'{"ids": [78]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(243,'2026-12-01 08:15:32','answers',NULL,NULL,NULL,'[[102, 102]]',2,5);
INSERT INTO "projects_event" VALUES(244,'2026-12-01 08:15:35','answers',NULL,NULL,NULL,'[[103, 103]]',2,5);
INSERT INTO "projects_event" VALUES(245,'2026-12-01 08:15:38','answers',NULL,NULL,NULL,'[[104, 104]]',2,5);
INSERT INTO "projects_event" VALUES(246,'2026-12-01 08:15:41','answers',NULL,NULL,NULL,'[[105, 105]]',2,5);
INSERT INTO "projects_event" VALUES(247,'2026-12-01 09:15:41','version.requested',1,NULL,'{"images": 4}',NULL,1,5);
INSERT INTO "projects_event" VALUES(248,'2026-12-01 09:15:43','version.ready',1,NULL,'{"images": 4, "hash": "sha256:4fc4dc2c18aa46cd239aaeeb187d4683357dcf0ac7df13223983318e6555f39f"}',NULL,1,5);
INSERT INTO "projects_event" VALUES(249,'2026-12-01 09:15:46','answers',NULL,NULL,NULL,'[[106, 106]]',2,5);
INSERT INTO "projects_event" VALUES(250,'2026-12-01 09:15:49','answers',NULL,NULL,NULL,'[[107, 107]]',2,5);
INSERT INTO "projects_event" VALUES(251,'2026-12-01 10:15:49','version.requested',2,NULL,'{"images": 6}',NULL,1,5);
INSERT INTO "projects_event" VALUES(252,'2026-12-01 10:15:51','version.ready',2,NULL,'{"images": 6, "hash": "sha256:041d12c1d158a45785cf8488d5a4e977424e68d44d22ff1bc1d9be909af4b568"}',NULL,1,5);
INSERT INTO "projects_event" VALUES(253,'2026-12-01 10:16:51','answers',NULL,NULL,NULL,'[[108, 108]]',1,5);
INSERT INTO "projects_event" VALUES(254,'2026-12-01 10:16:51','images.withdrawn',74,NULL,'{"ids": [74]}',NULL,1,5);
INSERT INTO "projects_event" VALUES(255,'2026-12-01 11:16:51','version.requested',3,NULL,'{"images": 5}',NULL,1,5);
INSERT INTO "projects_event" VALUES(256,'2026-12-01 11:16:53','version.ready',3,NULL,'{"images": 5, "hash": "sha256:88827055df63450dfdc7f94bde66ad9638257a3a3599379b1566aa319d09f57f"}',NULL,1,5);
INSERT INTO "projects_event" VALUES(257,'2026-12-01 11:16:53','category.changed',1,NULL,'{"name": "nothing", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,6);
INSERT INTO "projects_event" VALUES(258,'2026-12-01 11:17:00','images.added',NULL,NULL,'{"ids": [79]}',NULL,1,6);
INSERT INTO "projects_event" VALUES(259,'2026-12-01 11:17:07','images.added',NULL,NULL,'{"ids": [80]}',NULL,1,6);
INSERT INTO "projects_event" VALUES(260,'2026-12-01 11:17:14','images.added',NULL,NULL,'{"ids": [81]}',NULL,1,6);
INSERT INTO "projects_event" VALUES(261,'2026-12-01 11:17:17','answers',NULL,NULL,NULL,'[[109, 109]]',2,6);
INSERT INTO "projects_event" VALUES(262,'2026-12-01 12:17:17','version.requested',1,NULL,'{"images": 3}',NULL,1,6);
INSERT INTO "projects_event" VALUES(263,'2026-12-01 12:17:19','version.ready',1,NULL,'{"images": 3, "hash": "sha256:62bf88ec2220165020dbd79e626a5baeef95c8258d7e2ba3d48c8273056354ef"}',NULL,1,6);
INSERT INTO "projects_event" VALUES(264,'2026-12-01 12:17:19','category.changed',1,'{"active": true}','{"active": false}',NULL,1,6);
INSERT INTO "projects_event" VALUES(265,'2026-12-01 13:17:19','version.requested',2,NULL,'{"images": 1}',NULL,1,6);
INSERT INTO "projects_event" VALUES(266,'2026-12-01 13:17:21','version.ready',2,NULL,'{"images": 1, "hash": "sha256:a482f04a6d73e5c40a6908a582fd4910f7986b22d450da0062f4c5694e35d0af"}',NULL,1,6);
INSERT INTO "projects_event" VALUES(267,'2026-12-01 13:17:21','category.changed',1,NULL,'{"name": "class 0", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(268,'2026-12-01 13:17:21','category.changed',2,NULL,'{"name": "class 1", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(269,'2026-12-01 13:17:21','category.changed',3,NULL,'{"name": "class 2", "color": "#C2555A", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(270,'2026-12-01 13:17:21','category.changed',4,NULL,'{"name": "class 3", "color": "#77EAD5", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(271,'2026-12-01 13:17:21','category.changed',5,NULL,'{"name": "class 4", "color": "#EC860D", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(272,'2026-12-01 13:17:21','category.changed',6,NULL,'{"name": "class 5", "color": "#9B5CC5", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(273,'2026-12-01 13:17:21','category.changed',7,NULL,'{"name": "class 6", "color": "#1C9273", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(274,'2026-12-01 13:17:21','category.changed',8,NULL,'{"name": "class 7", "color": "#EAA6A5", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(275,'2026-12-01 13:17:21','category.changed',9,NULL,'{"name": "class 8", "color": "#66AFC6", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(276,'2026-12-01 13:17:21','category.changed',10,NULL,'{"name": "class 9", "color": "#8F7212", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(277,'2026-12-01 13:17:21','category.changed',11,NULL,'{"name": "class a", "color": "#BBE294", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(278,'2026-12-01 13:17:21','category.changed',12,NULL,'{"name": "class b", "color": "#C6779D", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(279,'2026-12-01 13:17:21','category.changed',13,NULL,'{"name": "class c", "color": "#E3C5FB", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(280,'2026-12-01 13:17:21','category.changed',14,NULL,'{"name": "class d", "color": "#AEA569", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(281,'2026-12-01 13:17:21','category.changed',15,NULL,'{"name": "class e", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(282,'2026-12-01 13:17:21','category.changed',16,NULL,'{"name": "class f", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,7);
INSERT INTO "projects_event" VALUES(283,'2026-12-01 13:17:21','category.changed',1,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(284,'2026-12-01 13:17:21','category.changed',3,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(285,'2026-12-01 13:17:21','category.changed',5,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(286,'2026-12-01 13:17:21','category.changed',7,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(287,'2026-12-01 13:17:21','category.changed',NULL,'{"order": [2, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16]}','{"order": [16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 4, 2]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(288,'2026-12-01 13:17:28','images.added',NULL,NULL,'{"ids": [82]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(289,'2026-12-01 13:17:35','images.added',NULL,NULL,'{"ids": [83]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(290,'2026-12-01 13:17:42','images.added',NULL,NULL,'{"ids": [84]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(291,'2026-12-01 13:17:49','images.added',NULL,NULL,'{"ids": [85]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(292,'2026-12-01 13:17:56','images.added',NULL,NULL,'{"ids": [86]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(293,'2026-12-01 13:18:03','images.added',NULL,NULL,'{"ids": [87]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(294,'2026-12-01 13:18:10','images.added',NULL,NULL,'{"ids": [88]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(295,'2026-12-01 13:18:17','images.added',NULL,NULL,'{"ids": [89]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(296,'2026-12-01 13:18:24','images.added',NULL,NULL,'{"ids": [90]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(297,'2026-12-01 13:18:31','images.added',NULL,NULL,'{"ids": [91]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(298,'2026-12-01 13:18:38','images.added',NULL,NULL,'{"ids": [92]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(299,'2026-12-01 13:18:45','images.added',NULL,NULL,'{"ids": [93]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(300,'2026-12-01 13:18:52','images.added',NULL,NULL,'{"ids": [94]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(301,'2026-12-01 13:18:59','images.added',NULL,NULL,'{"ids": [95]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(302,'2026-12-01 13:19:06','images.added',NULL,NULL,'{"ids": [96]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(303,'2026-12-01 13:19:13','images.added',NULL,NULL,'{"ids": [97]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(304,'2026-12-01 13:19:20','images.added',NULL,NULL,'{"ids": [98]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(305,'2026-12-01 13:19:27','images.added',NULL,NULL,'{"ids": [99]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(306,'2026-12-01 13:19:34','images.added',NULL,NULL,'{"ids": [100]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(307,'2026-12-01 13:19:41','images.added',NULL,NULL,'{"ids": [101]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(308,'2026-12-01 13:19:48','images.added',NULL,NULL,'{"ids": [102]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(309,'2026-12-01 13:19:55','images.added',NULL,NULL,'{"ids": [103]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(310,'2026-12-01 13:20:02','images.added',NULL,NULL,'{"ids": [104]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(311,'2026-12-01 13:20:09','images.added',NULL,NULL,'{"ids": [105]}',NULL,1,7);
INSERT INTO "projects_event" VALUES(312,'2026-12-01 13:20:12','answers',NULL,NULL,NULL,'[[110, 110]]',2,7);
INSERT INTO "projects_event" VALUES(313,'2026-12-01 13:20:15','answers',NULL,NULL,NULL,'[[111, 111]]',2,7);
INSERT INTO "projects_event" VALUES(314,'2026-12-01 13:20:18','answers',NULL,NULL,NULL,'[[112, 112]]',2,7);
INSERT INTO "projects_event" VALUES(315,'2026-12-01 13:20:21','answers',NULL,NULL,NULL,'[[113, 113]]',2,7);
INSERT INTO "projects_event" VALUES(316,'2026-12-01 13:20:24','answers',NULL,NULL,NULL,'[[114, 114]]',2,7);
INSERT INTO "projects_event" VALUES(317,'2026-12-01 13:20:27','answers',NULL,NULL,NULL,'[[115, 115]]',2,7);
INSERT INTO "projects_event" VALUES(318,'2026-12-01 13:20:30','answers',NULL,NULL,NULL,'[[116, 116]]',2,7);
INSERT INTO "projects_event" VALUES(319,'2026-12-01 13:20:33','answers',NULL,NULL,NULL,'[[117, 117]]',2,7);
INSERT INTO "projects_event" VALUES(320,'2026-12-01 13:20:36','answers',NULL,NULL,NULL,'[[118, 118]]',2,7);
INSERT INTO "projects_event" VALUES(321,'2026-12-01 13:20:39','answers',NULL,NULL,NULL,'[[119, 119]]',2,7);
INSERT INTO "projects_event" VALUES(322,'2026-12-01 13:20:42','answers',NULL,NULL,NULL,'[[120, 120]]',2,7);
INSERT INTO "projects_event" VALUES(323,'2026-12-01 13:20:45','answers',NULL,NULL,NULL,'[[121, 121]]',2,7);
INSERT INTO "projects_event" VALUES(324,'2026-12-01 13:20:48','answers',NULL,NULL,NULL,'[[122, 122]]',2,7);
INSERT INTO "projects_event" VALUES(325,'2026-12-01 13:20:51','answers',NULL,NULL,NULL,'[[123, 123]]',2,7);
INSERT INTO "projects_event" VALUES(326,'2026-12-01 13:20:54','answers',NULL,NULL,NULL,'[[124, 124]]',2,7);
INSERT INTO "projects_event" VALUES(327,'2026-12-01 13:20:57','answers',NULL,NULL,NULL,'[[125, 125]]',2,7);
INSERT INTO "projects_event" VALUES(328,'2026-12-01 13:21:00','answers',NULL,NULL,NULL,'[[126, 126]]',2,7);
INSERT INTO "projects_event" VALUES(329,'2026-12-01 13:21:03','answers',NULL,NULL,NULL,'[[127, 127]]',2,7);
INSERT INTO "projects_event" VALUES(330,'2026-12-01 13:21:06','answers',NULL,NULL,NULL,'[[128, 128]]',2,7);
INSERT INTO "projects_event" VALUES(331,'2026-12-01 13:21:09','answers',NULL,NULL,NULL,'[[129, 129]]',2,7);
INSERT INTO "projects_event" VALUES(332,'2026-12-01 13:21:12','answers',NULL,NULL,NULL,'[[130, 130]]',2,7);
INSERT INTO "projects_event" VALUES(333,'2026-12-01 13:21:15','answers',NULL,NULL,NULL,'[[131, 131]]',2,7);
INSERT INTO "projects_event" VALUES(334,'2026-12-01 13:21:18','answers',NULL,NULL,NULL,'[[132, 132]]',2,7);
INSERT INTO "projects_event" VALUES(335,'2026-12-01 13:21:21','answers',NULL,NULL,NULL,'[[133, 133]]',2,7);
INSERT INTO "projects_event" VALUES(336,'2026-12-01 14:21:21','version.requested',1,NULL,'{"images": 24}',NULL,1,7);
INSERT INTO "projects_event" VALUES(337,'2026-12-01 14:21:23','version.ready',1,NULL,'{"images": 24, "hash": "sha256:3a34f0bd2f0c5eb32b0520cfb5ebf9996ad65f8f180c1e0ef6fb4339a75d80b2"}',NULL,1,7);
INSERT INTO "projects_event" VALUES(338,'2026-12-01 14:21:23','category.changed',10,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(339,'2026-12-01 14:21:23','category.changed',12,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(340,'2026-12-01 14:21:23','category.changed',14,'{"active": true}','{"active": false}',NULL,1,7);
INSERT INTO "projects_event" VALUES(341,'2026-12-01 15:21:23','version.requested',2,NULL,'{"images": 16}',NULL,1,7);
INSERT INTO "projects_event" VALUES(342,'2026-12-01 15:21:25','version.ready',2,NULL,'{"images": 16, "hash": "sha256:2985f644fc0eedb4641494630e9e02abbf928a9ea28a56adb3d821acb71f2241"}',NULL,1,7);
INSERT INTO "projects_event" VALUES(343,'2026-12-01 16:21:25','version.requested',3,NULL,'{"images": 24}',NULL,1,7);
INSERT INTO "projects_event" VALUES(344,'2026-12-01 16:21:27','version.ready',3,NULL,'{"images": 24, "hash": "sha256:ca4c2cd9da6a58588b074392bca6fbbd24a4b1d1fb3687e67ea00152dd49653e"}',NULL,1,7);
INSERT INTO "projects_event" VALUES(345,'2026-12-01 17:21:27','version.requested',4,NULL,'{"images": 8}',NULL,1,7);
INSERT INTO "projects_event" VALUES(346,'2026-12-01 17:21:29','version.ready',4,NULL,'{"images": 8, "hash": "sha256:f348f86f4d4ce92423763ef21e09da200e6c9b0782503cf2ac9ceba5bc4658bb"}',NULL,1,7);
INSERT INTO "projects_event" VALUES(347,'2026-12-01 17:21:29','category.changed',1,NULL,'{"name": "yes", "color": "#ECD438", "description": "", "supercategory": "", "active": true}',NULL,1,8);
INSERT INTO "projects_event" VALUES(348,'2026-12-01 17:21:29','category.changed',2,NULL,'{"name": "no", "color": "#898CFE", "description": "", "supercategory": "", "active": true}',NULL,1,8);
INSERT INTO "projects_event" VALUES(349,'2026-12-01 17:21:36','images.added',NULL,NULL,'{"ids": [106]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(350,'2026-12-01 17:21:43','images.added',NULL,NULL,'{"ids": [107]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(351,'2026-12-01 17:21:50','images.added',NULL,NULL,'{"ids": [108]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(352,'2026-12-01 17:21:57','images.added',NULL,NULL,'{"ids": [109]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(353,'2026-12-01 17:22:04','images.added',NULL,NULL,'{"ids": [110]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(354,'2026-12-01 17:22:11','images.added',NULL,NULL,'{"ids": [111]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(355,'2026-12-01 17:22:18','images.added',NULL,NULL,'{"ids": [112]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(356,'2026-12-01 17:22:25','images.added',NULL,NULL,'{"ids": [113]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(357,'2026-12-01 17:22:32','images.added',NULL,NULL,'{"ids": [114]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(358,'2026-12-01 17:22:39','images.added',NULL,NULL,'{"ids": [115]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(359,'2026-12-01 17:22:46','images.added',NULL,NULL,'{"ids": [116]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(360,'2026-12-01 17:22:53','images.added',NULL,NULL,'{"ids": [117]}',NULL,1,8);
INSERT INTO "projects_event" VALUES(361,'2026-12-01 17:22:56','answers',NULL,NULL,NULL,'[[134, 134]]',2,8);
INSERT INTO "projects_event" VALUES(362,'2026-12-01 17:22:59','answers',NULL,NULL,NULL,'[[135, 135]]',2,8);
INSERT INTO "projects_event" VALUES(363,'2026-12-01 17:23:02','answers',NULL,NULL,NULL,'[[136, 136]]',2,8);
INSERT INTO "projects_event" VALUES(364,'2026-12-01 17:23:05','answers',NULL,NULL,NULL,'[[137, 137]]',2,8);
INSERT INTO "projects_event" VALUES(365,'2026-12-01 17:23:08','answers',NULL,NULL,NULL,'[[138, 138]]',2,8);
INSERT INTO "projects_event" VALUES(366,'2026-12-01 17:23:11','answers',NULL,NULL,NULL,'[[139, 139]]',2,8);
INSERT INTO "projects_event" VALUES(367,'2026-12-01 17:23:14','answers',NULL,NULL,NULL,'[[140, 140]]',3,8);
INSERT INTO "projects_event" VALUES(368,'2026-12-01 17:23:17','answers',NULL,NULL,NULL,'[[141, 141]]',3,8);
INSERT INTO "projects_event" VALUES(369,'2026-12-01 17:23:20','answers',NULL,NULL,NULL,'[[142, 142]]',3,8);
INSERT INTO "projects_event" VALUES(370,'2026-12-01 17:23:23','answers',NULL,NULL,NULL,'[[143, 143]]',1,8);
INSERT INTO "projects_event" VALUES(371,'2026-12-01 17:23:26','answers',NULL,NULL,NULL,'[[144, 144]]',1,8);
INSERT INTO "projects_event" VALUES(372,'2026-12-01 17:23:29','answers',NULL,NULL,NULL,'[[145, 145]]',1,8);
INSERT INTO "projects_event" VALUES(373,'2026-12-01 17:23:29','member.added',NULL,NULL,'{"user": "alice", "kind": "labeler"}',NULL,1,8);
INSERT INTO "projects_event" VALUES(374,'2026-12-01 17:23:29','member.added',NULL,NULL,'{"user": "zo\u00eb", "kind": "labeler"}',NULL,1,8);
INSERT INTO "projects_event" VALUES(375,'2026-12-01 17:23:29','member.added',NULL,NULL,'{"user": "carol", "kind": "reviewer"}',NULL,1,8);
INSERT INTO "projects_event" VALUES(376,'2026-12-01 17:23:29','project.changed',NULL,'{"closed": false, "second_share": 0}','{"closed": true, "second_share": 100}',NULL,1,8);
INSERT INTO "projects_event" VALUES(377,'2026-12-02 17:23:41','answers',NULL,NULL,NULL,'[[146, 146]]',1,8);
INSERT INTO "projects_event" VALUES(378,'2026-12-02 18:23:41','version.requested',1,NULL,'{"images": 8}',NULL,1,8);
INSERT INTO "projects_event" VALUES(379,'2026-12-02 18:23:43','version.ready',1,NULL,'{"images": 8, "hash": "sha256:c9ed23b370e034ff63668e72ec3793ba46b3be8bf9f88cd959b3f08fb7d9dfbb"}',NULL,1,8);
INSERT INTO "projects_event" VALUES(380,'2026-12-02 18:23:46','answers',NULL,NULL,NULL,'[[147, 147]]',1,8);
INSERT INTO "projects_event" VALUES(381,'2026-12-02 18:23:49','answers',NULL,NULL,NULL,'[[148, 148]]',1,8);
INSERT INTO "projects_event" VALUES(382,'2026-12-02 19:23:49','version.requested',2,NULL,'{"images": 7}',NULL,1,8);
INSERT INTO "projects_event" VALUES(383,'2026-12-02 19:23:51','version.ready',2,NULL,'{"images": 7, "hash": "sha256:969db229e3007ded53c489e1c5c5e5e64059ffe435e9bd5469b437b4f72373a5"}',NULL,1,8);
CREATE TABLE "projects_invitation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "token_hash" varchar(64) NOT NULL UNIQUE, "made_at" datetime NOT NULL, "ends_at" datetime NOT NULL, "ended_at" datetime NULL, "uses" smallint unsigned NOT NULL CHECK ("uses" >= 0), "used" smallint unsigned NOT NULL CHECK ("used" >= 0), "made_by_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "invitation_makes_no_manager" CHECK ("kind" IN ('labeler', 'reviewer')), CONSTRAINT "invitation_has_1_to_100_uses" CHECK (("uses" >= 1 AND "uses" <= 100)), CONSTRAINT "invitation_is_used_no_oftener_than_it_may" CHECK ("used" <= ("uses")));
CREATE TABLE "projects_invitationuse" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "new_account" bool NOT NULL, "invitation_id" bigint NOT NULL REFERENCES "projects_invitation" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "invitation_used_once_by_a_person" UNIQUE ("invitation_id", "user_id"));
CREATE TABLE "projects_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "since" datetime NOT NULL, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "membership_one_per_person" UNIQUE ("project_id", "user_id"), CONSTRAINT "membership_kind_is_known" CHECK ("kind" IN ('labeler', 'reviewer', 'manager')));
INSERT INTO "projects_membership" VALUES(1,'labeler','2026-12-01 17:23:29',8,2);
INSERT INTO "projects_membership" VALUES(2,'labeler','2026-12-01 17:23:29',8,3);
INSERT INTO "projects_membership" VALUES(3,'reviewer','2026-12-01 17:23:29',8,4);
CREATE TABLE "projects_project" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "name_key" varchar(300) NOT NULL, "slug" varchar(60) NOT NULL UNIQUE, "dataset_id" char(32) NOT NULL UNIQUE, "task_type" varchar(40) NOT NULL, "schema_version" varchar(20) NOT NULL, "guidelines" text NOT NULL, "split_ratios" text NULL CHECK ((JSON_VALID("split_ratios") OR "split_ratios" IS NULL)), "split_seed" varchar(200) NOT NULL, "created_at" datetime NOT NULL, "archived_at" datetime NULL, "created_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "license" varchar(200) NOT NULL, "closed" bool NOT NULL, window_from real NULL, window_to real NULL CONSTRAINT project_window_is_whole CHECK ((window_from IS NULL AND window_to IS NULL) OR (window_from IS NOT NULL AND window_to IS NOT NULL AND window_from < window_to)), approve_mended bool NOT NULL DEFAULT 1, send_back_reasons text NOT NULL DEFAULT '[]' CHECK ((JSON_VALID(send_back_reasons))), second_share smallint NOT NULL DEFAULT 0 CONSTRAINT project_second_share_is_per_cent CHECK (second_share >= 0 AND second_share <= 100), gold_share smallint NOT NULL DEFAULT 0 CONSTRAINT project_gold_share_is_at_most_half CHECK (gold_share >= 0 AND gold_share <= 50), gold_told bool NOT NULL DEFAULT 0, release_gate real NULL CONSTRAINT project_release_gate_is_per_cent CHECK (release_gate IS NULL OR (release_gate >= 0 AND release_gate <= 100)), quality_statement bool NOT NULL DEFAULT 0, citation text NOT NULL DEFAULT '');
INSERT INTO "projects_project" VALUES(1,'Kleiderschrank – Größe Ü “42” 🧥','kleiderschrank – grösse ü “42” 🧥','wardrobe','1eaacdfd3eb94ff7abd83f9b2cd6ab97','classification_single','1.0.0','Whole garments.','{"train": 8000, "val": 2000, "test": 0}','','2026-11-30 08:00:00',NULL,1,'CC-BY-4.0',0,NULL,NULL,1,'[]',0,0,0,NULL,0,'Bob: Clothes & shoes, 2026.');
INSERT INTO "projects_project" VALUES(2,'Walk','walk','walk','7b8e5d71a8ed4044bfc4a1fa7062ef7a','classification_single','1.0.0','','{"train": 5000, "val": 3000, "test": 2000}','of frames','2026-11-30 19:06:26',NULL,1,'',0,NULL,NULL,1,'[]',0,0,0,NULL,0,'');
INSERT INTO "projects_project" VALUES(3,'Phone','phone','phone','7e36ce0a997d486489838fc2dea8ea94','classification_single','1.0.0','',NULL,'','2026-11-30 23:08:10',NULL,1,'Ask the owner of the phone.',0,NULL,NULL,1,'[]',0,0,0,NULL,0,'');
INSERT INTO "projects_project" VALUES(4,'Checked','checked','checked','3eaa6f0773674381a8ca2d9b3beb289e','classification_single','1.0.0','',NULL,'','2026-12-01 04:09:29',NULL,1,'',0,NULL,NULL,1,'[]',0,0,0,1.0,1,'');
INSERT INTO "projects_project" VALUES(5,'Withdrawn','withdrawn','withdrawn','cae822aa33c84bbfa39562b97a36c7fa','classification_single','1.0.0','',NULL,'','2026-12-01 08:14:47',NULL,1,'',0,NULL,NULL,1,'[]',0,0,0,NULL,0,'');
INSERT INTO "projects_project" VALUES(6,'Bare','bare','bare','8befe4c50cbc45d692e085440d54d852','classification_single','1.0.0','',NULL,'','2026-12-01 11:16:53',NULL,1,'',0,NULL,NULL,1,'[]',0,0,0,NULL,0,'');
INSERT INTO "projects_project" VALUES(7,'Rearranged','rearranged','rearranged','645f89644e0646eebea2553b7bcfb0b1','classification_single','1.0.0','','{"train": 5000, "val": 3000, "test": 2000}','','2026-12-01 13:17:21',NULL,1,'',0,NULL,NULL,1,'[]',0,0,0,NULL,0,'');
INSERT INTO "projects_project" VALUES(8,'Talk','talk','talk','3a2d3d55e76a4978b1733efa6b6e5fae','classification_single','1.0.0','Say what it is.',NULL,'','2026-12-01 17:21:29',NULL,1,'',1,NULL,NULL,1,'[]',100,0,0,NULL,0,'');
CREATE TABLE "webhooks_delivery" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "lease_owner" char(32) NULL, "lease_until" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "queued_at" datetime NULL, "state" varchar(20) NOT NULL, "progress" integer unsigned NOT NULL CHECK ("progress" >= 0), "error" text NOT NULL, "message_id" varchar(40) NOT NULL UNIQUE, "event" varchar(40) NOT NULL, "body" text NOT NULL, "made_at" datetime NOT NULL, "due_at" datetime NOT NULL, "tries" smallint unsigned NOT NULL CHECK ("tries" >= 0), "tried_at" datetime NULL, "took_ms" integer unsigned NULL CHECK ("took_ms" >= 0), "status" smallint unsigned NULL CHECK ("status" >= 0), "answer" text NOT NULL, "webhook_id" bigint NOT NULL REFERENCES "webhooks_webhook" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "delivery_state_is_known" CHECK ("state" IN ('queued', 'running', 'done', 'failed', 'cancelled')));
CREATE TABLE "webhooks_webhook" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "url" varchar(500) NOT NULL, "events" text NOT NULL CHECK ((JSON_VALID("events") OR "events" IS NULL)), "active" bool NOT NULL, "secret" varchar(100) NOT NULL, "old_secret" varchar(100) NOT NULL, "old_secret_until" datetime NULL, "failed_in_a_row" integer unsigned NOT NULL CHECK ("failed_in_a_row" >= 0), "fails" integer unsigned NOT NULL CHECK ("fails" >= 0), "rests_until" datetime NULL, "off_at" datetime NULL, "off_because" varchar(300) NOT NULL, "made_at" datetime NOT NULL, "made_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "project_id" bigint NOT NULL REFERENCES "projects_project" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "webhook_has_an_address" CHECK (NOT ("url" = '')), CONSTRAINT "webhook_has_a_secret" CHECK (NOT ("secret" = '')), CONSTRAINT "webhook_off_since_when" CHECK ((("active" AND "off_at" IS NULL AND "off_because" = '') OR (NOT "active" AND "off_at" IS NOT NULL))), CONSTRAINT "webhook_old_secret_ends" CHECK ((("old_secret" = '' AND "old_secret_until" IS NULL) OR (NOT ("old_secret" = '') AND "old_secret_until" IS NOT NULL))));
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE INDEX "projects_category_project_id_26b9dd07" ON "projects_category" ("project_id");
CREATE TRIGGER category_identity_never_changes BEFORE UPDATE ON projects_category
    WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.class_index IS NOT NEW.class_index
        OR EXISTS (SELECT 1 FROM projects_category
            WHERE project_id = NEW.project_id AND name_key = NEW.name_key AND id IS NOT NEW.id)
    BEGIN SELECT RAISE(ABORT, 'A category keeps its id, project and class index for ever.'); END;
CREATE TRIGGER category_takes_the_next_class_index BEFORE INSERT ON projects_category
    WHEN NEW.class_index IS NOT
        (SELECT COALESCE(MAX(class_index) + 1, 0) FROM projects_category WHERE project_id = NEW.project_id)
        OR EXISTS (SELECT 1 FROM projects_category WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM projects_category WHERE project_id = NEW.project_id AND name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'A new category takes the next class index of its project, and a free name.'); END;
CREATE INDEX "category_by_public_id" ON "projects_category" ("project_id", "public_id");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "projects_project_created_by_id_c49d7b6d" ON "projects_project" ("created_by_id");
CREATE UNIQUE INDEX "project_name_unique" ON "projects_project" ("name_key") WHERE NOT "closed";
CREATE TRIGGER project_identity_never_changes BEFORE UPDATE ON projects_project
    WHEN OLD.id IS NOT NEW.id OR OLD.dataset_id IS NOT NEW.dataset_id OR OLD.slug IS NOT NEW.slug
        OR OLD.task_type IS NOT NEW.task_type OR OLD.schema_version IS NOT NEW.schema_version
    BEGIN SELECT RAISE(ABORT, 'A project keeps its id, dataset id, slug, task type and schema version for ever.'); END;
CREATE TRIGGER project_is_not_replaced BEFORE INSERT ON projects_project
        WHEN EXISTS (SELECT 1 FROM projects_project WHERE id = NEW.id OR dataset_id = NEW.dataset_id
            OR slug = NEW.slug OR (name_key = NEW.name_key AND NOT closed AND NOT NEW.closed))
        BEGIN SELECT RAISE(ABORT, 'There is such a project already.'); END;
CREATE INDEX "projects_membership_project_id_5f65bf3f" ON "projects_membership" ("project_id");
CREATE INDEX "projects_membership_user_id_13374535" ON "projects_membership" ("user_id");
CREATE INDEX "projects_invitation_made_by_id_cec3bd8d" ON "projects_invitation" ("made_by_id");
CREATE INDEX "projects_invitation_project_id_344791e0" ON "projects_invitation" ("project_id");
CREATE INDEX "projects_invitationuse_invitation_id_d5bc8027" ON "projects_invitationuse" ("invitation_id");
CREATE INDEX "projects_invitationuse_user_id_c1c65750" ON "projects_invitationuse" ("user_id");
CREATE TRIGGER project_event_never_changes BEFORE UPDATE ON projects_event
                    BEGIN SELECT RAISE(ABORT, 'What happened in a project is told as it was told.'); END;
CREATE TRIGGER project_event_is_not_replaced BEFORE INSERT ON projects_event
                    WHEN EXISTS (SELECT 1 FROM projects_event WHERE id = NEW.id)
                    BEGIN SELECT RAISE(ABORT, 'What happened in a project is told as it was told.'); END;
CREATE INDEX "projects_event_actor_id_0c783d55" ON "projects_event" ("actor_id");
CREATE INDEX "projects_event_project_id_83fb4f26" ON "projects_event" ("project_id");
CREATE INDEX "event_by_project" ON "projects_event" ("project_id", "id");
CREATE TRIGGER deleted_project_was_archived BEFORE INSERT ON projects_deletedproject
    WHEN NOT EXISTS (SELECT 1 
    FROM projects_project WHERE id = NEW.project_id AND archived_at IS NOT NULL
        AND slug = NEW.slug AND dataset_id = NEW.dataset_id AND name = NEW.name
)
    BEGIN SELECT RAISE(ABORT, 'Only a project that is there, and archived, is deleted.'); END;
CREATE TRIGGER deleted_project_is_not_replaced BEFORE INSERT ON projects_deletedproject
    WHEN EXISTS (SELECT 1 FROM projects_deletedproject WHERE id = NEW.id OR project_id = NEW.project_id
        OR slug = NEW.slug OR dataset_id = NEW.dataset_id)
    BEGIN SELECT RAISE(ABORT, 'That a project was deleted stays as it is told, for ever.'); END;
CREATE TRIGGER deleted_project_never_changes BEFORE UPDATE ON projects_deletedproject
    WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.slug IS NOT NEW.slug OR OLD.dataset_id IS NOT NEW.dataset_id OR OLD.name IS NOT NEW.name OR OLD.by_id IS NOT NEW.by_id OR OLD."by" IS NOT NEW."by" OR OLD.at IS NOT NEW.at OR OLD.counts IS NOT NEW.counts
    BEGIN SELECT RAISE(ABORT, 'That a project was deleted stays as it is told, for ever.'); END;
CREATE TRIGGER deleted_project_is_never_deleted BEFORE DELETE ON projects_deletedproject
    BEGIN SELECT RAISE(ABORT, 'That a project was deleted stays as it is told, for ever.'); END;
CREATE TRIGGER project_that_is_deleted_stays_archived BEFORE UPDATE OF archived_at ON projects_project
    WHEN NEW.archived_at IS NULL
        AND EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'A project that is being deleted stays archived.'); END;
CREATE TRIGGER project_is_not_made_again BEFORE INSERT ON projects_project
    WHEN EXISTS (
    SELECT 1 FROM projects_deletedproject
    WHERE project_id = NEW.id OR slug = NEW.slug OR dataset_id = NEW.dataset_id
)
    BEGIN SELECT RAISE(ABORT, 'The id, dataset id and slug of a deleted project are not used again.'); END;
CREATE TRIGGER category_is_never_deleted BEFORE DELETE ON projects_category
            WHEN NOT EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)
            BEGIN SELECT RAISE(ABORT, 'A category is never deleted; retire it.'); END;
CREATE TRIGGER project_event_is_not_deleted BEFORE DELETE ON projects_event
            WHEN EXISTS (SELECT 1 FROM projects_category WHERE project_id = OLD.project_id) AND NOT EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)
            BEGIN SELECT RAISE(ABORT, 'What happened in a project is told as long as there is the project.'); END;
CREATE UNIQUE INDEX "asset_uploaded_bytes_unique_in_project" ON "assets_asset" ("project_id", "sha256") WHERE "video_id" IS NULL;
CREATE UNIQUE INDEX "asset_frame_unique_in_video" ON "assets_asset" ("video_id", "frame_index") WHERE NOT ("video_id" IS NULL);
CREATE INDEX "assets_asset_project_id_e78590c8" ON "assets_asset" ("project_id");
CREATE INDEX "assets_asset_uploaded_by_id_bd468dd7" ON "assets_asset" ("uploaded_by_id");
CREATE INDEX "assets_asset_video_id_8d079ba0" ON "assets_asset" ("video_id");
CREATE INDEX "asset_by_id" ON "assets_asset" ("project_id", "id");
CREATE INDEX "asset_by_status" ON "assets_asset" ("project_id", "status", "id");
CREATE INDEX "asset_by_name" ON "assets_asset" ("project_id", "sort_name", "id");
CREATE INDEX "asset_by_hash" ON "assets_asset" ("project_id", "sha256");
CREATE TRIGGER asset_is_not_replaced BEFORE INSERT ON assets_asset
        WHEN EXISTS (SELECT 1 FROM assets_asset WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'The bytes and facts of an asset never change.'); END;
CREATE INDEX "asset_by_look" ON "assets_asset" ("project_id", "dhash", "id");
CREATE INDEX "assets_video_project_id_5abc5319" ON "assets_video" ("project_id");
CREATE INDEX "assets_video_uploaded_by_id_81fe1a74" ON "assets_video" ("uploaded_by_id");
CREATE TRIGGER video_facts_never_change BEFORE UPDATE ON assets_video
    WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.sha256 IS NOT NEW.sha256 OR OLD.file IS NOT NEW.file OR OLD.mime_type IS NOT NEW.mime_type OR OLD.size_bytes IS NOT NEW.size_bytes OR OLD.original_name IS NOT NEW.original_name OR OLD.uploaded_by_id IS NOT NEW.uploaded_by_id
    BEGIN SELECT RAISE(ABORT, 'The bytes and facts of a video never change.'); END;
CREATE TRIGGER video_is_not_replaced BEFORE INSERT ON assets_video
    WHEN EXISTS (SELECT 1 FROM assets_video WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'The bytes and facts of a video never change.'); END;
CREATE INDEX "assets_placebatch_given_to_id_b490e843" ON "assets_placebatch" ("given_to_id");
CREATE INDEX "assets_placebatch_project_id_15918323" ON "assets_placebatch" ("project_id");
CREATE INDEX "place_batch_by_person" ON "assets_placebatch" ("project_id", "given_to_id", "start");
CREATE INDEX "assets_upload_created_by_id_be61e7d4" ON "assets_upload" ("created_by_id");
CREATE INDEX "assets_upload_project_id_7838eabc" ON "assets_upload" ("project_id");
CREATE INDEX "upload_by_person" ON "assets_upload" ("created_by_id", "finished_at");
CREATE INDEX "asset_by_place" ON "assets_asset" ("project_id", "place", "id");
CREATE INDEX "asset_by_status_and_place" ON "assets_asset" ("project_id", "status", "place", "id");
CREATE INDEX "asset_by_folder" ON "assets_asset" ("project_id", "folder", "place", "id");
CREATE TRIGGER asset_place_never_changes BEFORE UPDATE OF place, folder, folder_key ON assets_asset
        WHEN OLD.place IS NOT NEW.place OR OLD.folder IS NOT NEW.folder OR OLD.folder_key IS NOT NEW.folder_key
        BEGIN SELECT RAISE(ABORT, 'The place and the folder of an asset never change.'); END;
CREATE TRIGGER video_place_is_given_once BEFORE UPDATE OF place ON assets_video
        WHEN OLD.place IS NOT NULL AND OLD.place IS NOT NEW.place
        BEGIN SELECT RAISE(ABORT, 'The place of a video is given once.'); END;
CREATE UNIQUE INDEX "asset_converted_bytes_unique_in_project" ON "assets_asset" ("project_id", "upload_sha256") WHERE "upload_sha256" IS NOT NULL;
CREATE TRIGGER asset_facts_never_change BEFORE UPDATE ON assets_asset
            WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.sha256 IS NOT NEW.sha256 OR OLD.file IS NOT NEW.file OR OLD.width IS NOT NEW.width OR OLD.height IS NOT NEW.height OR OLD.exif_orientation IS NOT NEW.exif_orientation OR OLD.mime_type IS NOT NEW.mime_type OR OLD.size_bytes IS NOT NEW.size_bytes OR OLD.original_name IS NOT NEW.original_name OR OLD.video_id IS NOT NEW.video_id OR OLD.timestamp_ms IS NOT NEW.timestamp_ms OR OLD.frame_index IS NOT NEW.frame_index OR OLD.uploaded_by_id IS NOT NEW.uploaded_by_id OR OLD.created_at IS NOT NEW.created_at OR OLD.upload_sha256 IS NOT NEW.upload_sha256 OR OLD.converted_from IS NOT NEW.converted_from
            BEGIN SELECT RAISE(ABORT, 'The bytes and facts of an asset never change.'); END;
CREATE INDEX "assets_assetname_asset_id_e7b3f384" ON "assets_assetname" ("asset_id");
CREATE INDEX "assets_assetname_came_by_id_79dce14a" ON "assets_assetname" ("came_by_id");
CREATE INDEX "asset_name_by_key" ON "assets_assetname" ("key", "asset_id");
CREATE TRIGGER asset_shown_range_is_filled_once BEFORE UPDATE OF shown_from, shown_to
                    ON assets_asset WHEN OLD.shown_from IS NOT NULL AND (OLD.shown_from IS NOT NEW.shown_from OR OLD.shown_to IS NOT NEW.shown_to)
                    BEGIN SELECT RAISE(ABORT, 'The range that an asset is shown over is filled once.'); END;
CREATE TRIGGER asset_note_never_changes BEFORE UPDATE OF note ON assets_asset
                    WHEN OLD.note IS NOT NEW.note
                    BEGIN SELECT RAISE(ABORT, 'The note of an asset never changes.'); END;
CREATE TRIGGER asset_dhash_is_filled_once BEFORE UPDATE OF dhash ON assets_asset
        WHEN OLD.dhash <> 9223372036854775807 AND NEW.dhash <> OLD.dhash AND NOT (NEW.status = 'withdrawn' AND NEW.dhash = 9223372036854775807)
        BEGIN SELECT RAISE(ABORT, 'The dhash of an asset is filled once.'); END;
CREATE TRIGGER asset_withdrawn_is_final BEFORE UPDATE OF status, revision ON assets_asset
        WHEN OLD.status = 'withdrawn' AND (NEW.status <> OLD.status OR NEW.revision <> OLD.revision)
        BEGIN SELECT RAISE(ABORT, 'A picture that was withdrawn stays so.'); END;
CREATE TRIGGER asset_bytes_were_not_withdrawn BEFORE INSERT ON assets_asset
        WHEN EXISTS (SELECT 1 FROM assets_withdrawal WHERE project_id = NEW.project_id AND sha256 IN (NEW.sha256, NEW.upload_sha256))
        BEGIN SELECT RAISE(ABORT, 'These bytes were withdrawn from the project.'); END;
CREATE TRIGGER video_bytes_were_not_withdrawn BEFORE INSERT ON assets_video
        WHEN EXISTS (SELECT 1 FROM assets_withdrawal WHERE project_id = NEW.project_id AND sha256 IN (NEW.sha256))
        BEGIN SELECT RAISE(ABORT, 'These bytes were withdrawn from the project.'); END;
CREATE TRIGGER withdrawal_never_changes BEFORE UPDATE ON assets_withdrawal
        
        BEGIN SELECT RAISE(ABORT, 'What was withdrawn, when and why never changes.'); END;
CREATE TRIGGER withdrawal_is_not_deleted BEFORE DELETE ON assets_withdrawal
        WHEN NOT EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)
        BEGIN SELECT RAISE(ABORT, 'What was withdrawn, when and why never changes.'); END;
CREATE TRIGGER withdrawal_is_not_replaced BEFORE INSERT ON assets_withdrawal
        WHEN EXISTS (SELECT 1 FROM assets_withdrawal WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'What was withdrawn, when and why never changes.'); END;
CREATE TRIGGER withdrawal_job_keeps_what_it_says BEFORE UPDATE ON assets_withdrawaljob
        WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.asset IS NOT NEW.asset OR OLD.by_id IS NOT NEW.by_id OR OLD.at IS NOT NEW.at OR OLD.reason IS NOT NEW.reason OR OLD.images IS NOT NEW.images
        BEGIN SELECT RAISE(ABORT, 'What was withdrawn, when and why never changes.'); END;
CREATE TRIGGER withdrawal_job_is_not_deleted BEFORE DELETE ON assets_withdrawaljob
        WHEN NOT EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)
        BEGIN SELECT RAISE(ABORT, 'What was withdrawn, when and why never changes.'); END;
CREATE INDEX "assets_withdrawaljob_by_id_acf7438f" ON "assets_withdrawaljob" ("by_id");
CREATE INDEX "assets_withdrawaljob_project_id_9932ed6e" ON "assets_withdrawaljob" ("project_id");
CREATE INDEX "withdrawal_job_by_project" ON "assets_withdrawaljob" ("project_id", "id");
CREATE INDEX "assets_withdrawal_job_id_8f5cda0c" ON "assets_withdrawal" ("job_id");
CREATE INDEX "assets_withdrawal_project_id_0b283c99" ON "assets_withdrawal" ("project_id");
CREATE INDEX "annotations_annotation_asset_id_6f2b14c3" ON "annotations_annotation" ("asset_id");
CREATE INDEX "annotations_annotation_category_id_7e24cdfc" ON "annotations_annotation" ("category_id");
CREATE INDEX "annotations_annotation_created_by_id_fc9dc850" ON "annotations_annotation" ("created_by_id");
CREATE INDEX "annotations_annotationevent_bulk_f9cff727" ON "annotations_annotationevent" ("bulk");
CREATE INDEX "annotations_annotationevent_actor_id_2135244c" ON "annotations_annotationevent" ("actor_id");
CREATE INDEX "annotations_annotationevent_asset_id_e56fdcae" ON "annotations_annotationevent" ("asset_id");
CREATE INDEX "annotations_claim_user_id_99b72cc5" ON "annotations_claim" ("user_id");
CREATE INDEX "claim_by_tab" ON "annotations_claim" ("user_id", "tab");
CREATE TRIGGER event_never_changes BEFORE UPDATE ON annotations_annotationevent
                    BEGIN SELECT RAISE(ABORT, 'The history of answers never changes.'); END;
CREATE TRIGGER event_is_not_replaced BEFORE INSERT ON annotations_annotationevent
                    WHEN EXISTS (SELECT 1 FROM annotations_annotationevent WHERE id = NEW.id OR op_id = NEW.op_id
                        OR (asset_id = NEW.asset_id AND revision = NEW.revision))
                    BEGIN SELECT RAISE(ABORT, 'The history of answers never changes.'); END;
CREATE INDEX "annotation_event_by_time" ON "annotations_annotationevent" ("at");
CREATE TRIGGER finished_check_never_changes BEFORE UPDATE ON annotations_samplecheck
                    WHEN OLD.finished_at IS NOT NULL
                    BEGIN SELECT RAISE(ABORT, 'A finished check never changes.'); END;
CREATE INDEX "annotations_samplecheck_created_by_id_4eafd2ec" ON "annotations_samplecheck" ("created_by_id");
CREATE INDEX "annotations_samplecheck_project_id_42a23ad4" ON "annotations_samplecheck" ("project_id");
CREATE INDEX "sample_check_by_project" ON "annotations_samplecheck" ("project_id", "finished_at");
CREATE INDEX "annotation_by_category_and_who" ON "annotations_annotation" ("category_id", "created_by_id");
CREATE INDEX "annotations_labelingwindow_project_id_70c72d01" ON "annotations_labelingwindow" ("project_id");
CREATE INDEX "annotations_labelingwindow_user_id_230e8c68" ON "annotations_labelingwindow" ("user_id");
CREATE INDEX "annotations_import_created_by_id_f1fdc2be" ON "annotations_import" ("created_by_id");
CREATE INDEX "annotations_import_project_id_19823a8d" ON "annotations_import" ("project_id");
CREATE INDEX "import_by_project" ON "annotations_import" ("project_id", "id");
CREATE INDEX "annotations_import_undoes_id_6c5c20b5" ON "annotations_import" ("undoes_id");
CREATE INDEX "annotation_event_by_bulk" ON "annotations_annotationevent" ("bulk", "asset_id") WHERE "bulk" IS NOT NULL;
CREATE INDEX "annotation_by_oddness" ON "annotations_annotation" ("category_id", "oddness", "asset_id");
CREATE UNIQUE INDEX "second_answer_one_per_asset" ON "annotations_secondanswer" ("asset_id") WHERE ("kind" = 'second' AND NOT ("status" = 'unlabeled'));
CREATE INDEX "annotations_secondanswer_asset_id_93c3af93" ON "annotations_secondanswer" ("asset_id");
CREATE INDEX "annotations_secondanswer_by_id_9825d106" ON "annotations_secondanswer" ("by_id");
CREATE INDEX "annotations_secondanswer_first_by_id_134484b3" ON "annotations_secondanswer" ("first_by_id");
CREATE INDEX "annotations_secondanswer_first_event_id_7ba5faf7" ON "annotations_secondanswer" ("first_event_id");
CREATE INDEX "second_answer_not_compared" ON "annotations_secondanswer" ("at") WHERE "compared_at" IS NULL;
CREATE TRIGGER finished_second_judgement_never_changes BEFORE UPDATE ON annotations_secondjudgement
            WHEN OLD.finished_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'A finished second judgement never changes.'); END;
CREATE TRIGGER second_judge_is_another BEFORE INSERT ON annotations_secondjudgement
            WHEN NEW.created_by_id = (SELECT created_by_id FROM annotations_samplecheck WHERE id = NEW.sample_check_id)
            BEGIN SELECT RAISE(ABORT, 'Who made a check is no second judge of it.'); END;
CREATE INDEX "annotations_secondjudgement_created_by_id_433d1e3b" ON "annotations_secondjudgement" ("created_by_id");
CREATE INDEX "annotations_secondjudgement_sample_check_id_d3c923ab" ON "annotations_secondjudgement" ("sample_check_id");
CREATE INDEX "reviewed_label_by_week" ON "annotations_reviewedlabel" ("project_id", "by_id", "looked_week", "asset_id");
CREATE INDEX "reviewed_label_mended" ON "annotations_reviewedlabel" ("project_id", "was", "now", "by_id", "mended_week", "asset_id") WHERE "mended_week" IS NOT NULL;
CREATE INDEX "reviewed_label_sent_back" ON "annotations_reviewedlabel" ("project_id", "by_id", "reason", "asset_id") WHERE "sent_back";
CREATE INDEX "annotations_goldpicture_marked_by_id_e1ed86a4" ON "annotations_goldpicture" ("marked_by_id");
CREATE INDEX "gold_picture_by_project" ON "annotations_goldpicture" ("project_id", "id");
CREATE INDEX "success_index" ON "django_q_task" ("group", "name", "func") WHERE "success";
CREATE INDEX "exports_datasetversion_created_by_id_383f1d9d" ON "exports_datasetversion" ("created_by_id");
CREATE INDEX "exports_datasetversion_project_id_bc54ca06" ON "exports_datasetversion" ("project_id");
CREATE INDEX "exports_datasetversion_previous_id_c05a4287" ON "exports_datasetversion" ("previous_id");
CREATE INDEX "exports_versionitem_asset_id_7f9461f6" ON "exports_versionitem" ("asset_id");
CREATE INDEX "exports_versionitem_version_id_aefd832c" ON "exports_versionitem" ("version_id");
CREATE TRIGGER version_ready_is_sealed BEFORE UPDATE ON exports_datasetversion
    WHEN OLD.state = 'ready'
    BEGIN SELECT RAISE(ABORT, 'A dataset version that is ready never changes.'); END;
CREATE TRIGGER version_is_not_replaced BEFORE INSERT ON exports_datasetversion
    WHEN EXISTS (SELECT 1 FROM exports_datasetversion
        WHERE id = NEW.id OR (project_id = NEW.project_id AND number = NEW.number))
    BEGIN SELECT RAISE(ABORT, 'There is such a dataset version already.'); END;
CREATE TRIGGER version_item_never_changes BEFORE UPDATE ON exports_versionitem
    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END;
CREATE TRIGGER version_item_joins_at_the_freeze BEFORE INSERT ON exports_versionitem
    WHEN (SELECT state FROM exports_datasetversion WHERE id = NEW.version_id) IS NOT 'queued'
        OR EXISTS (SELECT 1 FROM exports_versionitem
            WHERE id = NEW.id OR (version_id = NEW.version_id AND asset_id = NEW.asset_id))
    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END;
CREATE INDEX "exports_versionshape_requested_by_id_5e59e4c1" ON "exports_versionshape" ("requested_by_id");
CREATE INDEX "exports_versionshape_version_id_b9f88b1e" ON "exports_versionshape" ("version_id");
CREATE TRIGGER version_keeps_its_last_event BEFORE UPDATE ON exports_datasetversion
                    WHEN OLD.last_event IS NOT NEW.last_event
                    BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END;
CREATE TRIGGER version_keeps_what_it_froze BEFORE UPDATE ON exports_datasetversion
            WHEN OLD.id IS NOT NEW.id OR OLD.project_id IS NOT NEW.project_id OR OLD.number IS NOT NEW.number OR OLD.created_by_id IS NOT NEW.created_by_id OR OLD.created_at IS NOT NEW.created_at OR OLD.previous_id IS NOT NEW.previous_id OR OLD.frozen IS NOT NEW.frozen OR OLD.images IS NOT NEW.images OR OLD.notes IS NOT NEW.notes OR OLD.license IS NOT NEW.license OR OLD.quality IS NOT NEW.quality OR OLD.citation IS NOT NEW.citation
            BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END;
CREATE INDEX "exports_lookalikepair_one_id_f8af0d8c" ON "exports_lookalikepair" ("one_id");
CREATE INDEX "exports_lookalikepair_other_id_52a71c09" ON "exports_lookalikepair" ("other_id");
CREATE INDEX "exports_lookalikepair_report_id_e3c24c96" ON "exports_lookalikepair" ("report_id");
CREATE INDEX "exports_versionfile_version_id_de00483d" ON "exports_versionfile" ("version_id");
CREATE TRIGGER version_is_never_deleted BEFORE DELETE ON exports_datasetversion
            WHEN NOT EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)
            BEGIN SELECT RAISE(ABORT, 'A dataset version is never deleted.'); END;
CREATE TRIGGER version_item_leaves_only_cancelled_ones BEFORE DELETE ON exports_versionitem
            WHEN (SELECT state FROM exports_datasetversion WHERE id = OLD.version_id) IS NOT 'cancelled' AND NOT 
    EXISTS (SELECT 1 FROM projects_deletedproject AS gone JOIN exports_datasetversion AS version
        ON version.project_id = gone.project_id WHERE version.id = OLD.version_id)

            BEGIN SELECT RAISE(ABORT, 'What a dataset version froze never changes.'); END;
CREATE INDEX "knox_authtoken_user_id_e5a5d899" ON "knox_authtoken" ("user_id");
CREATE INDEX "knox_authtoken_token_key_8f4f7d47" ON "knox_authtoken" ("token_key");
CREATE INDEX "otp_static_statictoken_token_d0a51866" ON "otp_static_statictoken" ("token");
CREATE INDEX "otp_static_statictoken_device_id_74b7c7d1" ON "otp_static_statictoken" ("device_id");
CREATE INDEX "otp_static_staticdevice_user_id_7f9cff2b" ON "otp_static_staticdevice" ("user_id");
CREATE INDEX "otp_totp_totpdevice_user_id_0fb18292" ON "otp_totp_totpdevice" ("user_id");
CREATE INDEX "audit_by_time" ON "people_auditentry" ("at");
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON people_auditentry
        BEGIN SELECT RAISE(ABORT, 'The audit never changes.'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON people_auditentry
        BEGIN SELECT RAISE(ABORT, 'The audit never changes.'); END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON people_auditentry
                    WHEN EXISTS (SELECT 1 FROM people_auditentry WHERE id = NEW.id)
                    BEGIN SELECT RAISE(ABORT, 'The audit never changes.'); END;
CREATE INDEX "audit_by_what_and_time" ON "people_auditentry" ("what", "at");
CREATE INDEX "audit_by_kind_and_time" ON "people_auditentry" ("of_kind", "at");
CREATE INDEX "audit_by_actor_and_time" ON "people_auditentry" ("actor", "at");
CREATE INDEX "audit_by_whom_and_time" ON "people_auditentry" ("of", "at");
CREATE INDEX "audit_by_address_and_time" ON "people_auditentry" ("address", "at");
CREATE INDEX "guess_by_name" ON "people_guess" ("name", "at");
CREATE INDEX "guess_by_address" ON "people_guess" ("address", "at");
CREATE INDEX "guess_by_age" ON "people_guess" ("at");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE INDEX "webhooks_webhook_made_by_id_7f8f1259" ON "webhooks_webhook" ("made_by_id");
CREATE INDEX "webhooks_webhook_project_id_76846b5e" ON "webhooks_webhook" ("project_id");
CREATE INDEX "webhooks_delivery_webhook_id_27345d75" ON "webhooks_delivery" ("webhook_id");
CREATE INDEX "delivery_by_webhook" ON "webhooks_delivery" ("webhook_id", "id");
CREATE INDEX "delivery_by_age" ON "webhooks_delivery" ("made_at");
CREATE INDEX "delivery_that_waits" ON "webhooks_delivery" ("due_at") WHERE "state" IN ('queued', 'running');
CREATE INDEX "delivery_by_state" ON "webhooks_delivery" ("state", "made_at");
CREATE INDEX "delivery_by_turn" ON "webhooks_delivery" ("webhook_id", "state", "due_at", "id");
CREATE INDEX "delivery_by_event" ON "webhooks_delivery" ("event", "state");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',130);
INSERT INTO "sqlite_sequence" VALUES('django_admin_log',0);
INSERT INTO "sqlite_sequence" VALUES('projects_category',32);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',57);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',225);
INSERT INTO "sqlite_sequence" VALUES('auth_group',3);
INSERT INTO "sqlite_sequence" VALUES('auth_user',4);
INSERT INTO "sqlite_sequence" VALUES('projects_project',8);
INSERT INTO "sqlite_sequence" VALUES('projects_invitation',0);
INSERT INTO "sqlite_sequence" VALUES('projects_invitationuse',0);
INSERT INTO "sqlite_sequence" VALUES('assets_asset',117);
INSERT INTO "sqlite_sequence" VALUES('assets_video',3);
INSERT INTO "sqlite_sequence" VALUES('annotations_import',0);
INSERT INTO "sqlite_sequence" VALUES('annotations_goldpicture',1);
INSERT INTO "sqlite_sequence" VALUES('django_q_schedule',0);
INSERT INTO "sqlite_sequence" VALUES('exports_datasetversion',35);
INSERT INTO "sqlite_sequence" VALUES('exports_versionitem',456);
INSERT INTO "sqlite_sequence" VALUES('otp_static_staticdevice',0);
INSERT INTO "sqlite_sequence" VALUES('otp_totp_totpdevice',0);
INSERT INTO "sqlite_sequence" VALUES('people_guess',0);
INSERT INTO "sqlite_sequence" VALUES('webhooks_webhook',0);
INSERT INTO "sqlite_sequence" VALUES('webhooks_delivery',0);
INSERT INTO "sqlite_sequence" VALUES('people_auditentry',99);
INSERT INTO "sqlite_sequence" VALUES('projects_event',383);
INSERT INTO "sqlite_sequence" VALUES('assets_assetname',1);
INSERT INTO "sqlite_sequence" VALUES('annotations_annotationevent',148);
INSERT INTO "sqlite_sequence" VALUES('annotations_annotation',106);
INSERT INTO "sqlite_sequence" VALUES('exports_versionfile',35);
INSERT INTO "sqlite_sequence" VALUES('exports_versionshape',1);
INSERT INTO "sqlite_sequence" VALUES('annotations_samplecheck',2);
INSERT INTO "sqlite_sequence" VALUES('annotations_secondjudgement',1);
INSERT INTO "sqlite_sequence" VALUES('assets_withdrawaljob',1);
INSERT INTO "sqlite_sequence" VALUES('assets_withdrawal',1);
INSERT INTO "sqlite_sequence" VALUES('projects_membership',3);
INSERT INTO "sqlite_sequence" VALUES('annotations_secondanswer',4);
COMMIT;
