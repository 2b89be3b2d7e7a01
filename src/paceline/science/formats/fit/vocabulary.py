"""The names, numbers and scales of FIT messages: `name=number/scale-offset`, value = raw / scale - offset.

Every name, number and scale is from the profile table of fitdecode 0.11 (MIT licence, see NOTICE) and from nowhere
else; what that table does not list is read as `unknown_<number>`, unscaled. Units are those of that table. Fields that
every message may have (timestamp, message_index, part_index) are named once.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

COMMON_FIELDS: Final = MappingProxyType({250: "part_index", 253: "timestamp", 254: "message_index"})

MESSAGES: Final = MappingProxyType(
    {
        0: "file_id: type=0 manufacturer=1 product=2 serial_number=3 time_created=4 number=5 product_name=8",
        1: "capabilities: languages=0 sports=1 workouts_supported=21 connectivity_supported=23",
        2: (
            "device_settings: active_time_zone=0 utc_offset=1 time_offset=2 time_mode=4 time_zone_offset=5/4 "
            "backlight_mode=12 activity_tracker_enabled=36 clock_time=39 pages_enabled=40 move_alert_enabled=46 "
            "date_mode=47 display_orientation=55 mounting_side=56 default_page=57 autosync_min_steps=58 "
            "autosync_min_time=59 lactate_threshold_autodetect_enabled=80 ble_auto_upload_enabled=86 "
            "auto_sync_frequency=89 auto_activity_detect=90 number_of_screens=94 "
            "smart_notification_display_orientation=95 tap_interface=134 tap_sensitivity=174"
        ),
        3: (
            "user_profile: friendly_name=0 gender=1 age=2 height=3/100 weight=4/10 language=5 elev_setting=6 "
            "weight_setting=7 resting_heart_rate=8 default_max_running_heart_rate=9 default_max_biking_heart_rate=10 "
            "default_max_heart_rate=11 hr_setting=12 speed_setting=13 dist_setting=14 power_setting=16 "
            "activity_class=17 position_setting=18 temperature_setting=21 local_id=22 global_id=23 wake_time=28 "
            "sleep_time=29 height_setting=30 user_running_step_length=31/1000 user_walking_step_length=32/1000 "
            "depth_setting=47 dive_count=49"
        ),
        4: "hrm_profile: enabled=0 hrm_ant_id=1 log_hrv=2 hrm_ant_id_trans_type=3",
        5: (
            "sdm_profile: enabled=0 sdm_ant_id=1 sdm_cal_factor=2/10 odometer=3/100 speed_source=4 "
            "sdm_ant_id_trans_type=5 odometer_rollover=7"
        ),
        6: (
            "bike_profile: name=0 sport=1 sub_sport=2 odometer=3/100 bike_spd_ant_id=4 bike_cad_ant_id=5 "
            "bike_spdcad_ant_id=6 bike_power_ant_id=7 custom_wheelsize=8/1000 auto_wheelsize=9/1000 bike_weight=10/10 "
            "power_cal_factor=11/10 auto_wheel_cal=12 auto_power_zero=13 id=14 spd_enabled=15 cad_enabled=16 "
            "spdcad_enabled=17 power_enabled=18 crank_length=19/2--110 enabled=20 bike_spd_ant_id_trans_type=21 "
            "bike_cad_ant_id_trans_type=22 bike_spdcad_ant_id_trans_type=23 bike_power_ant_id_trans_type=24 "
            "odometer_rollover=37 front_gear_num=38 front_gear=39 rear_gear_num=40 rear_gear=41 shimano_di2_enabled=44"
        ),
        7: (
            "zones_target: max_heart_rate=1 threshold_heart_rate=2 functional_threshold_power=3 hr_calc_type=5 "
            "pwr_calc_type=7"
        ),
        8: "hr_zone: high_bpm=1 name=2",
        9: "power_zone: high_value=1 name=2",
        10: "met_zone: high_bpm=1 calories=2/10 fat_calories=3/10",
        12: "sport: sport=0 sub_sport=1 name=3",
        13: (
            "training_settings: target_distance=31/100 target_speed=32/1000 target_time=33 "
            "precise_target_speed=153/1000000"
        ),
        15: (
            "goal: sport=0 sub_sport=1 start_date=2 end_date=3 type=4 value=5 repeat=6 target_value=7 recurrence=8 "
            "recurrence_value=9 enabled=10 source=11"
        ),
        18: (
            "session: event=0 event_type=1 start_time=2 start_position_lat=3 start_position_long=4 sport=5 sub_sport=6 "
            "total_elapsed_time=7/1000 total_timer_time=8/1000 total_distance=9/100 total_cycles=10 total_calories=11 "
            "total_fat_calories=13 avg_speed=14/1000 max_speed=15/1000 avg_heart_rate=16 max_heart_rate=17 "
            "avg_cadence=18 max_cadence=19 avg_power=20 max_power=21 total_ascent=22 total_descent=23 "
            "total_training_effect=24/10 first_lap_index=25 num_laps=26 event_group=27 trigger=28 nec_lat=29 "
            "nec_long=30 swc_lat=31 swc_long=32 num_lengths=33 normalized_power=34 training_stress_score=35/10 "
            "intensity_factor=36/1000 left_right_balance=37 end_position_lat=38 end_position_long=39 "
            "avg_stroke_count=41/10 avg_stroke_distance=42/100 swim_stroke=43 pool_length=44/100 threshold_power=45 "
            "pool_length_unit=46 num_active_lengths=47 total_work=48 avg_altitude=49/5-500 max_altitude=50/5-500 "
            "gps_accuracy=51 avg_grade=52/100 avg_pos_grade=53/100 avg_neg_grade=54/100 max_pos_grade=55/100 "
            "max_neg_grade=56/100 avg_temperature=57 max_temperature=58 total_moving_time=59/1000 "
            "avg_pos_vertical_speed=60/1000 avg_neg_vertical_speed=61/1000 max_pos_vertical_speed=62/1000 "
            "max_neg_vertical_speed=63/1000 min_heart_rate=64 time_in_hr_zone=65/1000 time_in_speed_zone=66/1000 "
            "time_in_cadence_zone=67/1000 time_in_power_zone=68/1000 avg_lap_time=69/1000 best_lap_index=70 "
            "min_altitude=71/5-500 player_score=82 opponent_score=83 opponent_name=84 stroke_count=85 zone_count=86 "
            "max_ball_speed=87/100 avg_ball_speed=88/100 avg_vertical_oscillation=89/10 avg_stance_time_percent=90/100 "
            "avg_stance_time=91/10 avg_fractional_cadence=92/128 max_fractional_cadence=93/128 "
            "total_fractional_cycles=94/128 avg_total_hemoglobin_conc=95/100 min_total_hemoglobin_conc=96/100 "
            "max_total_hemoglobin_conc=97/100 avg_saturated_hemoglobin_percent=98/10 "
            "min_saturated_hemoglobin_percent=99/10 max_saturated_hemoglobin_percent=100/10 "
            "avg_left_torque_effectiveness=101/2 avg_right_torque_effectiveness=102/2 avg_left_pedal_smoothness=103/2 "
            "avg_right_pedal_smoothness=104/2 avg_combined_pedal_smoothness=105/2 sport_profile_name=110 "
            "sport_index=111 time_standing=112/1000 stand_count=113 avg_left_pco=114 avg_right_pco=115 "
            "avg_left_power_phase=116/0.7111111 avg_left_power_phase_peak=117/0.7111111 "
            "avg_right_power_phase=118/0.7111111 avg_right_power_phase_peak=119/0.7111111 avg_power_position=120 "
            "max_power_position=121 avg_cadence_position=122 max_cadence_position=123 enhanced_avg_speed=124/1000 "
            "enhanced_max_speed=125/1000 enhanced_avg_altitude=126/5-500 enhanced_min_altitude=127/5-500 "
            "enhanced_max_altitude=128/5-500 avg_lev_motor_power=129 max_lev_motor_power=130 "
            "lev_battery_consumption=131/2 avg_vertical_ratio=132/100 avg_stance_time_balance=133/100 "
            "avg_step_length=134/10 total_anaerobic_training_effect=137/10 avg_vam=139/1000 avg_depth=140/1000 "
            "max_depth=141/1000 surface_interval=142 start_cns=143 end_cns=144 start_n2=145 end_n2=146 "
            "avg_respiration_rate=147 max_respiration_rate=148 min_respiration_rate=149 min_temperature=150 "
            "o2_toxicity=155 dive_number=156 training_load_peak=168/65536 enhanced_avg_respiration_rate=169/100 "
            "enhanced_max_respiration_rate=170/100 enhanced_min_respiration_rate=180/100 total_grit=181 total_grit=181 "
            "total_flow=182 jump_count=183 avg_grit=186 avg_flow=187 avg_flow=187 workout_feel=192 workout_rpe=193 "
            "avg_spo2=194 avg_stress=195 sdrr_hrv=197 rmssd_hrv=198 total_fractional_ascent=199/100 "
            "total_fractional_descent=200/100 avg_core_temperature=208/100 min_core_temperature=209/100 "
            "max_core_temperature=210/100"
        ),
        19: (
            "lap: event=0 event_type=1 start_time=2 start_position_lat=3 start_position_long=4 end_position_lat=5 "
            "end_position_long=6 total_elapsed_time=7/1000 total_timer_time=8/1000 total_distance=9/100 "
            "total_cycles=10 total_calories=11 total_fat_calories=12 avg_speed=13/1000 max_speed=14/1000 "
            "avg_heart_rate=15 max_heart_rate=16 avg_cadence=17 max_cadence=18 avg_power=19 max_power=20 "
            "total_ascent=21 total_descent=22 intensity=23 lap_trigger=24 sport=25 event_group=26 num_lengths=32 "
            "normalized_power=33 left_right_balance=34 first_length_index=35 avg_stroke_distance=37/100 swim_stroke=38 "
            "sub_sport=39 num_active_lengths=40 total_work=41 avg_altitude=42/5-500 max_altitude=43/5-500 "
            "gps_accuracy=44 avg_grade=45/100 avg_pos_grade=46/100 avg_neg_grade=47/100 max_pos_grade=48/100 "
            "max_neg_grade=49/100 avg_temperature=50 max_temperature=51 total_moving_time=52/1000 "
            "avg_pos_vertical_speed=53/1000 avg_neg_vertical_speed=54/1000 max_pos_vertical_speed=55/1000 "
            "max_neg_vertical_speed=56/1000 time_in_hr_zone=57/1000 time_in_speed_zone=58/1000 "
            "time_in_cadence_zone=59/1000 time_in_power_zone=60/1000 repetition_num=61 min_altitude=62/5-500 "
            "min_heart_rate=63 wkt_step_index=71 opponent_score=74 stroke_count=75 zone_count=76 "
            "avg_vertical_oscillation=77/10 avg_stance_time_percent=78/100 avg_stance_time=79/10 "
            "avg_fractional_cadence=80/128 max_fractional_cadence=81/128 total_fractional_cycles=82/128 "
            "player_score=83 avg_total_hemoglobin_conc=84/100 min_total_hemoglobin_conc=85/100 "
            "max_total_hemoglobin_conc=86/100 avg_saturated_hemoglobin_percent=87/10 "
            "min_saturated_hemoglobin_percent=88/10 max_saturated_hemoglobin_percent=89/10 "
            "avg_left_torque_effectiveness=91/2 avg_right_torque_effectiveness=92/2 avg_left_pedal_smoothness=93/2 "
            "avg_right_pedal_smoothness=94/2 avg_combined_pedal_smoothness=95/2 time_standing=98/1000 stand_count=99 "
            "avg_left_pco=100 avg_right_pco=101 avg_left_power_phase=102/0.7111111 "
            "avg_left_power_phase_peak=103/0.7111111 avg_right_power_phase=104/0.7111111 "
            "avg_right_power_phase_peak=105/0.7111111 avg_power_position=106 max_power_position=107 "
            "avg_cadence_position=108 max_cadence_position=109 enhanced_avg_speed=110/1000 enhanced_max_speed=111/1000 "
            "enhanced_avg_altitude=112/5-500 enhanced_min_altitude=113/5-500 enhanced_max_altitude=114/5-500 "
            "avg_lev_motor_power=115 max_lev_motor_power=116 lev_battery_consumption=117/2 avg_vertical_ratio=118/100 "
            "avg_stance_time_balance=119/100 avg_step_length=120/10 avg_vam=121/1000 avg_depth=122/1000 "
            "max_depth=123/1000 min_temperature=124 enhanced_avg_respiration_rate=136/100 "
            "enhanced_max_respiration_rate=137/100 avg_respiration_rate=147 max_respiration_rate=148 total_grit=149 "
            "total_grit=149 total_flow=150 jump_count=151 avg_grit=153 avg_flow=154 avg_flow=154 "
            "total_fractional_ascent=156/100 total_fractional_descent=157/100 avg_core_temperature=158/100 "
            "min_core_temperature=159/100 max_core_temperature=160/100"
        ),
        20: (
            "record: position_lat=0 position_long=1 altitude=2/5-500 heart_rate=3 cadence=4 distance=5/100 "
            "speed=6/1000 power=7 compressed_speed_distance=8 grade=9/100 resistance=10 time_from_course=11/1000 "
            "cycle_length=12/100 temperature=13 speed_1s=17/16 cycles=18 total_cycles=19 "
            "compressed_accumulated_power=28 accumulated_power=29 left_right_balance=30 gps_accuracy=31 "
            "vertical_speed=32/1000 calories=33 vertical_oscillation=39/10 stance_time_percent=40/100 "
            "stance_time=41/10 activity_type=42 left_torque_effectiveness=43/2 right_torque_effectiveness=44/2 "
            "left_pedal_smoothness=45/2 right_pedal_smoothness=46/2 combined_pedal_smoothness=47/2 time128=48/128 "
            "stroke_type=49 zone=50 ball_speed=51/100 cadence256=52/256 fractional_cadence=53/128 "
            "total_hemoglobin_conc=54/100 total_hemoglobin_conc_min=55/100 total_hemoglobin_conc_max=56/100 "
            "saturated_hemoglobin_percent=57/10 saturated_hemoglobin_percent_min=58/10 "
            "saturated_hemoglobin_percent_max=59/10 device_index=62 left_pco=67 right_pco=68 "
            "left_power_phase=69/0.7111111 left_power_phase_peak=70/0.7111111 right_power_phase=71/0.7111111 "
            "right_power_phase_peak=72/0.7111111 enhanced_speed=73/1000 enhanced_altitude=78/5-500 battery_soc=81/2 "
            "motor_power=82 vertical_ratio=83/100 stance_time_balance=84/100 step_length=85/10 cycle_length16=87/100 "
            "absolute_pressure=91 depth=92/1000 next_stop_depth=93/1000 next_stop_time=94 time_to_surface=95 "
            "ndl_time=96 cns_load=97 n2_load=98 respiration_rate=99 enhanced_respiration_rate=108/100 grit=114 "
            "flow=115 current_stress=116/100 ebike_travel_range=117 ebike_battery_level=118 ebike_assist_mode=119 "
            "ebike_assist_level_percent=120 air_time_remaining=123 pressure_sac=124/100 volume_sac=125/100 rmv=126/100 "
            "ascent_rate=127/1000 po2=129/100 core_temperature=139/100"
        ),
        21: (
            "event: event=0 event_type=1 data16=2 data=3 event_group=4 score=7 opponent_score=8 front_gear_num=9 "
            "front_gear=10 rear_gear_num=11 rear_gear=12 device_index=13 activity_type=14 start_timestamp=15 "
            "radar_threat_level_max=21 radar_threat_count=22 radar_threat_avg_approach_speed=23/10 "
            "radar_threat_max_approach_speed=24/10"
        ),
        23: (
            "device_info: device_index=0 device_type=1 manufacturer=2 serial_number=3 product=4 software_version=5/100 "
            "hardware_version=6 cum_operating_time=7 battery_voltage=10/256 battery_status=11 sensor_position=18 "
            "descriptor=19 ant_transmission_type=20 ant_device_number=21 ant_network=22 source_type=25 product_name=27 "
            "battery_level=32"
        ),
        26: (
            "workout: sport=4 capabilities=5 num_valid_steps=6 wkt_name=8 sub_sport=11 pool_length=14/100 "
            "pool_length_unit=15 wkt_description=17"
        ),
        27: (
            "workout_step: wkt_step_name=0 duration_type=1 duration_value=2 target_type=3 target_value=4 "
            "custom_target_value_low=5 custom_target_value_high=6 intensity=7 notes=8 equipment=9 exercise_category=10 "
            "exercise_name=11 exercise_weight=12/100 weight_display_unit=13 secondary_target_type=19 "
            "secondary_target_value=20 secondary_custom_target_value_low=21 secondary_custom_target_value_high=22"
        ),
        28: "schedule: manufacturer=0 product=1 serial_number=2 time_created=3 completed=4 type=5 scheduled_time=6",
        30: (
            "weight_scale: weight=0/100 percent_fat=1/100 percent_hydration=2/100 visceral_fat_mass=3/100 "
            "bone_mass=4/100 muscle_mass=5/100 basal_met=7/4 physique_rating=8 active_met=9/4 metabolic_age=10 "
            "visceral_fat_rating=11 user_profile_index=12 bmi=13/10"
        ),
        31: "course: sport=4 name=5 capabilities=6 sub_sport=7",
        32: "course_point: timestamp=1 position_lat=2 position_long=3 distance=4/100 type=5 name=6 favorite=8",
        33: "totals: timer_time=0 distance=1 calories=2 sport=3 elapsed_time=4 sessions=5 active_time=6 sport_index=9",
        34: (
            "activity: total_timer_time=0/1000 num_sessions=1 type=2 event=3 event_type=4 local_timestamp=5 "
            "event_group=6"
        ),
        35: "software: version=3/100 part_number=5",
        37: "file_capabilities: type=0 flags=1 directory=2 max_count=3 max_size=4",
        38: "mesg_capabilities: file=0 mesg_num=1 count_type=2 count=3",
        39: "field_capabilities: file=0 mesg_num=1 field_num=2 count=3",
        49: "file_creator: software_version=0 hardware_version=1",
        51: (
            "blood_pressure: systolic_pressure=0 diastolic_pressure=1 mean_arterial_pressure=2 map_3_sample_mean=3 "
            "map_morning_values=4 map_evening_values=5 heart_rate=6 heart_rate_type=7 status=8 user_profile_index=9"
        ),
        53: "speed_zone: high_value=0/1000 name=1",
        55: (
            "monitoring: device_index=0 calories=1 distance=2/100 cycles=3/2 active_time=4/1000 activity_type=5 "
            "activity_subtype=6 activity_level=7 distance_16=8 cycles_16=9 active_time_16=10 local_timestamp=11 "
            "temperature=12/100 temperature_min=14/100 temperature_max=15/100 activity_time=16 active_calories=19 "
            "current_activity_type_intensity=24 timestamp_min_8=25 timestamp_16=26 heart_rate=27 intensity=28/10 "
            "duration_min=29 duration=30 ascent=31/1000 descent=32/1000 moderate_activity_minutes=33 "
            "vigorous_activity_minutes=34"
        ),
        72: "training_file: type=0 manufacturer=1 product=2 serial_number=3 time_created=4",
        78: "hrv: time=0/1000",
        80: "ant_rx: fractional_timestamp=0/32768 mesg_id=1 mesg_data=2 channel_number=3 data=4",
        81: "ant_tx: fractional_timestamp=0/32768 mesg_id=1 mesg_data=2 channel_number=3 data=4",
        82: "ant_channel_id: channel_number=0 device_type=1 device_number=2 transmission_type=3 device_index=4",
        101: (
            "length: event=0 event_type=1 start_time=2 total_elapsed_time=3/1000 total_timer_time=4/1000 "
            "total_strokes=5 avg_speed=6/1000 swim_stroke=7 avg_swimming_cadence=9 event_group=10 total_calories=11 "
            "length_type=12 player_score=18 opponent_score=19 stroke_count=20 zone_count=21 "
            "enhanced_avg_respiration_rate=22/100 enhanced_max_respiration_rate=23/100 avg_respiration_rate=24 "
            "max_respiration_rate=25"
        ),
        103: (
            "monitoring_info: local_timestamp=0 activity_type=1 cycles_to_distance=3/5000 cycles_to_calories=4/5000 "
            "resting_metabolic_rate=5"
        ),
        106: "slave_device: manufacturer=0 product=1",
        127: (
            "connectivity: bluetooth_enabled=0 bluetooth_le_enabled=1 ant_enabled=2 name=3 live_tracking_enabled=4 "
            "weather_conditions_enabled=5 weather_alerts_enabled=6 auto_activity_upload_enabled=7 "
            "course_download_enabled=8 workout_download_enabled=9 gps_ephemeris_download_enabled=10 "
            "incident_detection_enabled=11 grouptrack_enabled=12"
        ),
        128: (
            "weather_conditions: weather_report=0 temperature=1 condition=2 wind_direction=3 wind_speed=4/1000 "
            "precipitation_probability=5 temperature_feels_like=6 relative_humidity=7 location=8 observed_at_time=9 "
            "observed_location_lat=10 observed_location_long=11 day_of_week=12 high_temperature=13 low_temperature=14"
        ),
        129: "weather_alert: report_id=0 issue_time=1 expire_time=2 severity=3 type=4",
        131: "cadence_zone: high_value=0 name=1",
        132: (
            "hr: fractional_timestamp=0/32768 time256=1/256 filtered_bpm=6 event_timestamp=9/1024 event_timestamp_12=10"
        ),
        142: (
            "segment_lap: event=0 event_type=1 start_time=2 start_position_lat=3 start_position_long=4 "
            "end_position_lat=5 end_position_long=6 total_elapsed_time=7/1000 total_timer_time=8/1000 "
            "total_distance=9/100 total_cycles=10 total_calories=11 total_fat_calories=12 avg_speed=13/1000 "
            "max_speed=14/1000 avg_heart_rate=15 max_heart_rate=16 avg_cadence=17 max_cadence=18 avg_power=19 "
            "max_power=20 total_ascent=21 total_descent=22 sport=23 event_group=24 nec_lat=25 nec_long=26 swc_lat=27 "
            "swc_long=28 name=29 normalized_power=30 left_right_balance=31 sub_sport=32 total_work=33 "
            "avg_altitude=34/5-500 max_altitude=35/5-500 gps_accuracy=36 avg_grade=37/100 avg_pos_grade=38/100 "
            "avg_neg_grade=39/100 max_pos_grade=40/100 max_neg_grade=41/100 avg_temperature=42 max_temperature=43 "
            "total_moving_time=44/1000 avg_pos_vertical_speed=45/1000 avg_neg_vertical_speed=46/1000 "
            "max_pos_vertical_speed=47/1000 max_neg_vertical_speed=48/1000 time_in_hr_zone=49/1000 "
            "time_in_speed_zone=50/1000 time_in_cadence_zone=51/1000 time_in_power_zone=52/1000 repetition_num=53 "
            "min_altitude=54/5-500 min_heart_rate=55 active_time=56/1000 wkt_step_index=57 sport_event=58 "
            "avg_left_torque_effectiveness=59/2 avg_right_torque_effectiveness=60/2 avg_left_pedal_smoothness=61/2 "
            "avg_right_pedal_smoothness=62/2 avg_combined_pedal_smoothness=63/2 status=64 uuid=65 "
            "avg_fractional_cadence=66/128 max_fractional_cadence=67/128 total_fractional_cycles=68/128 "
            "front_gear_shift_count=69 rear_gear_shift_count=70 time_standing=71/1000 stand_count=72 avg_left_pco=73 "
            "avg_right_pco=74 avg_left_power_phase=75/0.7111111 avg_left_power_phase_peak=76/0.7111111 "
            "avg_right_power_phase=77/0.7111111 avg_right_power_phase_peak=78/0.7111111 avg_power_position=79 "
            "max_power_position=80 avg_cadence_position=81 max_cadence_position=82 manufacturer=83 total_grit=84 "
            "total_flow=85 avg_grit=86 avg_flow=87 total_fractional_ascent=89/100 total_fractional_descent=90/100 "
            "enhanced_avg_altitude=91/5-500 enhanced_max_altitude=92/5-500 enhanced_min_altitude=93/5-500"
        ),
        145: "memo_glob: memo=0 mesg_num=1 parent_index=2 field_num=3 data=4 part_index=250",
        148: (
            "segment_id: name=0 uuid=1 sport=2 enabled=3 user_profile_primary_key=4 device_id=5 default_race_leader=6 "
            "delete_status=7 selection_type=8"
        ),
        149: (
            "segment_leaderboard_entry: name=0 type=1 group_primary_key=2 activity_id=3 segment_time=4/1000 "
            "activity_id_string=5"
        ),
        150: (
            "segment_point: position_lat=1 position_long=2 distance=3/100 altitude=4/5-500 leader_time=5/1000 "
            "enhanced_altitude=6/5-500"
        ),
        151: (
            "segment_file: file_uuid=1 enabled=3 user_profile_primary_key=4 leader_type=7 leader_group_primary_key=8 "
            "leader_activity_id=9 leader_activity_id_string=10 default_race_leader=11"
        ),
        158: (
            "workout_session: sport=0 sub_sport=1 num_valid_steps=2 first_step_index=3 pool_length=4/100 "
            "pool_length_unit=5"
        ),
        159: "watchface_settings: mode=0 layout=1",
        160: (
            "gps_metadata: timestamp_ms=0 position_lat=1 position_long=2 enhanced_altitude=3/5-500 "
            "enhanced_speed=4/1000 heading=5/100 utc_timestamp=6 velocity=7/100"
        ),
        161: "camera_event: timestamp_ms=0 camera_event_type=1 camera_file_uuid=2 camera_orientation=3",
        162: (
            "timestamp_correlation: fractional_timestamp=0/32768 system_timestamp=1 "
            "fractional_system_timestamp=2/32768 local_timestamp=3 timestamp_ms=4 system_timestamp_ms=5"
        ),
        164: (
            "gyroscope_data: timestamp_ms=0 sample_time_offset=1 gyro_x=2 gyro_y=3 gyro_z=4 calibrated_gyro_x=5 "
            "calibrated_gyro_y=6 calibrated_gyro_z=7"
        ),
        165: (
            "accelerometer_data: timestamp_ms=0 sample_time_offset=1 accel_x=2 accel_y=3 accel_z=4 "
            "calibrated_accel_x=5 calibrated_accel_y=6 calibrated_accel_z=7 compressed_calibrated_accel_x=8 "
            "compressed_calibrated_accel_y=9 compressed_calibrated_accel_z=10"
        ),
        167: (
            "three_d_sensor_calibration: sensor_type=0 calibration_factor=1 calibration_divisor=2 level_shift=3 "
            "offset_cal=4 orientation_matrix=5/65535"
        ),
        169: "video_frame: timestamp_ms=0 frame_number=1",
        174: (
            "obdii_data: timestamp_ms=0 time_offset=1 pid=2 raw_data=3 pid_data_size=4 system_time=5 start_timestamp=6 "
            "start_timestamp_ms=7"
        ),
        177: "nmea_sentence: timestamp_ms=0 sentence=1",
        178: (
            "aviation_attitude: timestamp_ms=0 system_time=1 pitch=2/10430.38 roll=3/10430.38 accel_lateral=4/100 "
            "accel_normal=5/100 turn_rate=6/1024 stage=7 attitude_stage_complete=8 track=9/10430.38 validity=10"
        ),
        184: "video: url=0 hosting_provider=1 duration=2",
        185: "video_title: message_count=0 text=1",
        186: "video_description: message_count=0 text=1",
        187: (
            "video_clip: clip_number=0 start_timestamp=1 start_timestamp_ms=2 end_timestamp=3 end_timestamp_ms=4 "
            "clip_start=6 clip_end=7"
        ),
        188: "ohr_settings: enabled=0",
        200: "exd_screen_configuration: screen_index=0 field_count=1 layout=2 screen_enabled=3",
        201: (
            "exd_data_field_configuration: screen_index=0 concept_field=1 field_id=2 concept_count=3 display_type=4 "
            "title=5"
        ),
        202: (
            "exd_data_concept_configuration: screen_index=0 concept_field=1 field_id=2 concept_index=3 data_page=4 "
            "concept_key=5 scaling=6 data_units=8 qualifier=9 descriptor=10 is_signed=11"
        ),
        206: (
            "field_description: developer_data_index=0 field_definition_number=1 fit_base_type_id=2 field_name=3 "
            "array=4 components=5 scale=6 offset=7 units=8 bits=9 accumulate=10 fit_base_unit_id=13 native_mesg_num=14 "
            "native_field_num=15"
        ),
        207: (
            "developer_data_id: developer_id=0 application_id=1 manufacturer_id=2 developer_data_index=3 "
            "application_version=4"
        ),
        208: (
            "magnetometer_data: timestamp_ms=0 sample_time_offset=1 mag_x=2 mag_y=3 mag_z=4 calibrated_mag_x=5 "
            "calibrated_mag_y=6 calibrated_mag_z=7"
        ),
        209: "barometer_data: timestamp_ms=0 sample_time_offset=1 baro_pres=2",
        210: (
            "one_d_sensor_calibration: sensor_type=0 calibration_factor=1 calibration_divisor=2 level_shift=3 "
            "offset_cal=4"
        ),
        211: "monitoring_hr_data: resting_heart_rate=0 current_day_resting_heart_rate=1",
        216: (
            "time_in_zone: reference_mesg=0 reference_index=1 time_in_hr_zone=2/1000 time_in_speed_zone=3/1000 "
            "time_in_cadence_zone=4/1000 time_in_power_zone=5/1000 hr_zone_high_boundary=6 "
            "speed_zone_high_boundary=7/1000 cadence_zone_high_bondary=8 power_zone_high_boundary=9 hr_calc_type=10 "
            "max_heart_rate=11 resting_heart_rate=12 threshold_heart_rate=13 pwr_calc_type=14 "
            "functional_threshold_power=15"
        ),
        225: (
            "set: duration=0/1000 repetitions=3 weight=4/16 set_type=5 start_time=6 category=7 category_subtype=8 "
            "weight_display_unit=9 message_index=10 wkt_step_index=11 timestamp=254"
        ),
        227: "stress_level: stress_level_value=0 stress_level_time=1",
        229: (
            "max_met_data: update_time=0 vo2_max=2/10 sport=5 sub_sport=6 max_met_category=8 calibrated_data=9 "
            "hr_source=12 speed_source=13"
        ),
        258: (
            "dive_settings: name=0 model=1 gf_low=2 gf_high=3 water_type=4 water_density=5 po2_warn=6/100 "
            "po2_critical=7/100 po2_deco=8/100 safety_stop_enabled=9 bottom_depth=10 bottom_time=11 "
            "apnea_countdown_enabled=12 apnea_countdown_time=13 backlight_mode=14 backlight_brightness=15 "
            "backlight_timeout=16 repeat_dive_interval=17 safety_stop_time=18 heart_rate_source_type=19 "
            "heart_rate_source=20 travel_gas=21 ccr_low_setpoint_switch_mode=22 ccr_low_setpoint=23/100 "
            "ccr_low_setpoint_depth=24/1000 ccr_high_setpoint_switch_mode=25 ccr_high_setpoint=26/100 "
            "ccr_high_setpoint_depth=27/1000 gas_consumption_display=29 up_key_enabled=30 dive_sounds=35 "
            "last_stop_multiple=36/10 no_fly_time_mode=37"
        ),
        259: "dive_gas: helium_content=0 oxygen_content=1 status=2 mode=3",
        262: (
            "dive_alarm: depth=0/1000 time=1 enabled=2 alarm_type=3 sound=4 dive_types=5 id=6 popup_enabled=7 "
            "trigger_on_descent=8 trigger_on_ascent=9 repeating=10 speed=11/1000"
        ),
        264: "exercise_title: exercise_category=0 exercise_name=1 wkt_step_name=2",
        268: (
            "dive_summary: reference_mesg=0 reference_index=1 avg_depth=2/1000 max_depth=3/1000 surface_interval=4 "
            "start_cns=5 end_cns=6 start_n2=7 end_n2=8 o2_toxicity=9 dive_number=10 bottom_time=11/1000 "
            "avg_pressure_sac=12/100 avg_volume_sac=13/100 avg_rmv=14/100 descent_time=15/1000 ascent_time=16/1000 "
            "avg_ascent_rate=17/1000 avg_descent_rate=22/1000 max_ascent_rate=23/1000 max_descent_rate=24/1000 "
            "hang_time=25/1000"
        ),
        269: "spo2_data: reading_spo2=0 reading_confidence=1 mode=2",
        275: "sleep_level: sleep_level=0",
        285: (
            "jump: distance=0 height=1 rotations=2 hang_time=3 score=4 position_lat=5 position_long=6 speed=7/1000 "
            "enhanced_speed=8/1000"
        ),
        289: "aad_accel_features: time=0 energy_total=1 zero_cross_cnt=2 instance=3 time_above_threshold=4/25",
        290: "beat_intervals: timestamp_ms=0 time=1",
        297: "respiration_rate: respiration_rate=0/100",
        302: (
            "hsa_accelerometer_data: timestamp_ms=0 sampling_interval=1 accel_x=2/1.024 accel_y=3/1.024 "
            "accel_z=4/1.024 timestamp_32k=5"
        ),
        304: "hsa_step_data: processing_interval=0 steps=1",
        305: "hsa_spo2_data: processing_interval=0 reading_spo2=1 confidence=2",
        306: "hsa_stress_data: processing_interval=0 stress_level=1",
        307: "hsa_respiration_data: processing_interval=0 respiration_rate=1/100",
        308: "hsa_heart_rate_data: processing_interval=0 status=1 heart_rate=2",
        312: (
            "split: split_type=0 total_elapsed_time=1/1000 total_timer_time=2/1000 total_distance=3/100 "
            "avg_speed=4/1000 start_time=9 total_ascent=13 total_descent=14 start_position_lat=21 "
            "start_position_long=22 end_position_lat=23 end_position_long=24 max_speed=25/1000 avg_vert_speed=26/1000 "
            "end_time=27 total_calories=28 start_elevation=74/5-500 total_moving_time=110/1000"
        ),
        313: (
            "split_summary: split_type=0 num_splits=3 total_timer_time=4/1000 total_distance=5/100 avg_speed=6/1000 "
            "max_speed=7/1000 total_ascent=8 total_descent=9 avg_heart_rate=10 max_heart_rate=11 "
            "avg_vert_speed=12/1000 total_calories=13 total_moving_time=77/1000"
        ),
        314: "hsa_body_battery_data: processing_interval=0 level=1 charged=2 uncharged=3",
        315: "hsa_event: event_id=0",
        317: (
            "climb_pro: position_lat=0 position_long=1 climb_pro_event=2 climb_number=3 climb_category=4 current_dist=5"
        ),
        319: "tank_update: sensor=0 pressure=1/100",
        323: "tank_summary: sensor=0 start_pressure=1/100 end_pressure=2/100 volume_used=3/100",
        346: (
            "sleep_assessment: combined_awake_score=0 awake_time_score=1 awakenings_count_score=2 deep_sleep_score=3 "
            "sleep_duration_score=4 light_sleep_score=5 overall_sleep_score=6 sleep_quality_score=7 "
            "sleep_recovery_score=8 rem_sleep_score=9 sleep_restlessness_score=10 awakenings_count=11 "
            "interruptions_score=14 average_stress_during_sleep=15/100"
        ),
        370: (
            "hrv_status_summary: weekly_average=0/128 last_night_average=1/128 last_night_5_min_high=2/128 "
            "baseline_low_upper=3/128 baseline_balanced_lower=4/128 baseline_balanced_upper=5/128 status=6"
        ),
        371: "hrv_value: value=0/128",
        372: "raw_bbi: timestamp_ms=0 data=1 time=2 quality=3 gap=4",
        375: "device_aux_battery_info: device_index=0 battery_voltage=1/256 battery_status=2 battery_identifier=3",
        376: (
            "hsa_gyroscope_data: timestamp_ms=0 sampling_interval=1 gyro_x=2/28.57143 gyro_y=3/28.57143 "
            "gyro_z=4/28.57143 timestamp_32k=5"
        ),
        387: (
            "chrono_shot_session: min_speed=0/1000 max_speed=1/1000 avg_speed=2/1000 shot_count=3 projectile_type=4 "
            "grain_weight=5/10 standard_deviation=6/1000"
        ),
        388: "chrono_shot_data: shot_speed=0/1000 shot_num=1",
        389: "hsa_configuration_data: data=0 data_size=1",
        393: (
            "dive_apnea_alarm: depth=0/1000 time=1 enabled=2 alarm_type=3 sound=4 dive_types=5 id=6 popup_enabled=7 "
            "trigger_on_descent=8 trigger_on_ascent=9 repeating=10 speed=11/1000"
        ),
        398: "skin_temp_overnight: local_timestamp=0 average_deviation=1 average_7_day_deviation=2 nightly_value=4",
        409: "hsa_wrist_temperature_data: processing_interval=0 value=1/1000",
    }
)
